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
import { STYLE_SHEET, STYLES } from "./style";

/** The HTML part of an email. It loads nothing: no images, fonts or styles from elsewhere. */
export function DigestEmail({ content }: { content: EmailContent }) {
  return (
    <Html lang="en">
      <Head>
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{content.subject}</title>
        <style>{STYLE_SHEET}</style>
      </Head>
      <Body className="ground" style={STYLES.ground}>
        <Preview>{content.preview}</Preview>
        <Container className="sheet" style={STYLES.sheet}>
          <EmailHeader content={content} />
          {content.entries.map((entry) => (
            <EmailEntry key={entry.address} entry={entry} />
          ))}
          <EmailFooter content={content} />
        </Container>
      </Body>
    </Html>
  );
}

function EmailHeader({ content: { site, date, reason } }: { content: EmailContent }) {
  return (
    <Section className="wide" style={STYLES.header}>
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

function FooterLink({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} className="soft" style={STYLES.link}>
      {children}
    </Link>
  );
}

function EmailFooter({ content: { site, webAddress } }: { content: EmailContent }) {
  return (
    <Section className="wide line" style={STYLES.footer}>
      <Text className="soft" style={STYLES.small}>
        <FooterLink href={PLACEHOLDERS.preferences}>Settings</FooterLink> ·{" "}
        <FooterLink href={PLACEHOLDERS.preferences}>Pause</FooterLink> ·{" "}
        <FooterLink href={PLACEHOLDERS.unsubscribe}>Unsubscribe</FooterLink> ·{" "}
        <FooterLink href={webAddress}>View on the web</FooterLink>
      </Text>
      <Text className="soft" style={STYLES.small}>
        You're receiving this because you confirmed this address for the{" "}
        <FooterLink href={site.url}>{site.name}</FooterLink> digest.
      </Text>
    </Section>
  );
}
