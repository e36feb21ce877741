/** Titles that try to break out of where a title is shown. */
export const NASTY_TITLES = [
  "Two\r\nBcc: everyone@example.org\r\n\r\nlines",
  `Quotes "double" 'single' \`back\` & ampersand`,
  "<script>alert(1)</script><img src=x onerror=alert(1)>",
  "\u202eRight to left \u05e2\u05d1\u05e8\u05d9\u05ea\u202c",
  "Emoji 🧪👩‍🔬🚀 and a flag 🇳🇵",
  "=?utf-8?Q?Bcc:_everyone@example.org?=",
  "</title></style></td><style>@import url(https://evil.example)</style>",
  ".\r\n.\r\nQUIT",
  "\u0001\u0002 https://evil.example \ud800",
  `$\\frac{1}{2}$ of ${"all ".repeat(500)}`,
];
