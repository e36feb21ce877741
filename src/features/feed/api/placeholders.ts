import { createHash } from "node:crypto";

/** Values for fields that clients require and no source provided. */

/** Returns 24 hex digits, always the same for the same parts: the form of ids that clients accept. */
export const placeholderId = (...parts: string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 24);

/** The facts about this site that answers contain. */
export type ApiSite = { siteUrl: string; siteName: string };

type Person = { user: string; fullname: string };

const toPerson = ({ siteName }: ApiSite): Person => ({
  user:
    siteName
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "") || "site",
  fullname: siteName,
});

/**
 * Builds a submitter in the two shapes of an entry: `submittedBy` next to the paper and
 * `submittedOnDailyBy` inside it. Without a submitter it is the site itself.
 */
export function buildSubmitter(
  submitter: { name: string; fullname: string | null } | null,
  site: ApiSite,
) {
  const { user, fullname } = submitter
    ? { user: submitter.name, fullname: submitter.fullname || submitter.name }
    : toPerson(site);
  const person = {
    _id: placeholderId("person", user),
    avatarUrl: `${site.siteUrl}/icon.svg`,
    fullname,
    name: user,
    type: "user",
    isPro: false,
  };
  return {
    submittedOnDailyBy: { ...person, user },
    submittedBy: {
      ...person,
      isHf: false,
      isHfAdmin: false,
      isMod: false,
      isUserFollowing: false,
    },
  };
}
