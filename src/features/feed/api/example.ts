import type { ApiEntry } from "./entry-schema";

const sam = {
  _id: "507f191e810c19729de860ea",
  avatarUrl: "/avatars/sam.svg",
  fullname: "Sam Submitter",
  name: "sam",
  type: "user",
  isPro: false,
};

/** An invented entry, for the document. */
export const EXAMPLE: ApiEntry = {
  paper: {
    id: "2602.00001",
    authors: [{ _id: "507f1f77bcf86cd799439011", name: "Ada Author", hidden: false }],
    publishedAt: "2026-02-17T09:00:00.000Z",
    submittedOnDailyAt: "2026-02-19T00:32:11.371Z",
    submittedOnDailyBy: { ...sam, user: "sam" },
    title: "A made-up paper",
    summary: "We make up an abstract. It has two sentences.",
    upvotes: 36,
    discussionId: "507f1f77bcf86cd799439012",
    githubRepo: "https://github.com/example/made-up",
    githubStars: 12,
  },
  publishedAt: "2026-02-17T09:00:00.000Z",
  title: "A made-up paper",
  summary: "We make up an abstract. It has two sentences.",
  thumbnail: "https://papers.example.org/covers/2602.00001?v=0a1b2c3d",
  numComments: 3,
  submittedBy: { ...sam, isHf: false, isHfAdmin: false, isMod: false, followerCount: 46 },
  isAuthorParticipating: false,
  githubRepo: "https://github.com/example/made-up",
  githubStars: 12,
};
