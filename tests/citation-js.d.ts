/** The independent reader of RIS; it brings no types. */
declare module "@citation-js/core" {
  type Name = { family?: string; given?: string; suffix?: string; literal?: string };
  type Item = {
    id?: string;
    type: string;
    title?: string;
    author?: Name[];
    issued?: { "date-parts": number[][] };
    abstract?: string;
    keyword?: string;
    URL?: string;
    "container-title"?: string;
  };
  export const plugins: {
    input: { chain(text: string, options: { generateGraph: boolean }): Item[] };
  };
}
declare module "@citation-js/plugin-ris";
