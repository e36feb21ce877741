import { Body } from "@react-email/body";
import { Container } from "@react-email/container";
import { Head } from "@react-email/head";
import { Heading } from "@react-email/heading";
import { Html } from "@react-email/html";
import { Link } from "@react-email/link";
import { Preview } from "@react-email/preview";
import { Section } from "@react-email/section";
import { Text } from "@react-email/text";
import type { EmailContent } from "./content";
import { EmailEntry } from "./EmailEntry";
import { PLACEHOLDERS } from "./placeholders";
import { SHEET, STYLES } from "./style";

/** The whole mail. It fetches nothing: no picture, no font, no style from elsewhere. */
export function DigestEmail({ content }: { content: EmailContent }) {
  return (
    <Html lang="en">
      <Head>
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{content.subject}</title>
        <style>{SHEET}</style>
      </Head>
      <Body className="ground" style={STYLES.ground}>
        <Preview>{content.preview}</Preview>
        <Container className="sheet" style={STYLES.sheet}>
          <EmailHead content={content} />
          {content.entries.map((entry) => (
            <EmailEntry key={entry.address} entry={entry} />
          ))}
          <EmailFoot content={content} />
        </Container>
      </Body>
    </Html>
  );
}

function EmailHead({ content: { site, date, reason } }: { content: EmailContent }) {
  return (
    <Section className="wide" style={STYLES.head}>
      <Heading className="ink" style={STYLES.name}>
        {site.name}
      </Heading>
      <Text className="soft" style={STYLES.date}>
        {date}
      </Text>
      <Text className="ink" dir="auto" style={STYLES.reason}>
        {reason}
      </Text>
    </Section>
  );
}

function FootLink({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} className="soft" style={STYLES.link}>
      {children}
    </Link>
  );
}

function EmailFoot({ content: { site, webAddress: webCopy } }: { content: EmailContent }) {
  return (
    <Section className="wide line" style={STYLES.foot}>
      <Text className="soft" style={STYLES.small}>
        <FootLink href={PLACEHOLDERS.preferences}>Change what you get</FootLink> ·{" "}
        <FootLink href={PLACEHOLDERS.preferences}>Pause</FootLink> ·{" "}
        <FootLink href={PLACEHOLDERS.unsubscribe}>Unsubscribe</FootLink> ·{" "}
        <FootLink href={webCopy}>This issue on the web</FootLink>
      </Text>
      <Text className="soft" style={STYLES.small}>
        You get this because you confirmed this address for the digest of{" "}
        <FootLink href={site.url}>{site.name}</FootLink>.
      </Text>
    </Section>
  );
}
