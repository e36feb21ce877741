import { createHash } from "node:crypto";

/** What the shape of an answer wants and no source told. */

/** 24 hex digits, the same each time for the same thing: what clients take for an id. */
export const placeholderId = (...of: string[]): string =>
  createHash("sha256").update(JSON.stringify(of)).digest("hex").slice(0, 24);

/** Of this site, as answers name it. */
export type ApiSite = { siteUrl: string; siteName: string };

type Person = { user: string; fullname: string };

const siteAsPerson = ({ siteName }: ApiSite): Person => ({
  user:
    siteName
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "") || "site",
  fullname: siteName,
});

/** A submitter in both shapes: by `name` beside the paper, by `user` inside it. */
export function buildSubmitter(
  told: { name: string; fullname: string | null } | null,
  site: ApiSite,
) {
  const { user, fullname } = told
    ? { user: told.name, fullname: told.fullname || told.name }
    : siteAsPerson(site);
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
