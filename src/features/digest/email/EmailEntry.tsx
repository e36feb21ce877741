import { Heading } from "@react-email/heading";
import { Link } from "@react-email/link";
import { Section } from "@react-email/section";
import { Text } from "@react-email/text";
import type { EntryContent } from "./content";
import { STYLES } from "./style";

/** One paper. `dir="auto"` keeps right-to-left text from reordering the text around it. */
export function EmailEntry({ entry }: { entry: EntryContent }) {
  return (
    <Section className="wide line" style={STYLES.entry}>
      <Heading as="h2" dir="auto" style={STYLES.title}>
        <Link href={entry.address} className="ink" style={STYLES.titleLink}>
          {entry.title}
        </Link>
      </Heading>
      <Text className="soft" dir="auto" style={STYLES.facts}>
        {entry.facts}
      </Text>
      {entry.excerpt && (
        <Text className="ink" dir="auto" style={STYLES.excerpt}>
          {entry.excerpt}
        </Text>
      )}
      {entry.matchReasons && (
        <Text className="soft" dir="auto" style={STYLES.facts}>
          {`Matches ${entry.matchReasons}`}
        </Text>
      )}
    </Section>
  );
}
