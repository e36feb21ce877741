"use client";

import { Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { Completion } from "../complete";
import { useCompletions } from "./use-completions";

type Props = {
  query?: string;
  /** On the search page itself, not in the header of another page */
  large?: boolean;
};

/** A form that opens the search page; with JavaScript it completes the query as it is typed. */
export function SearchBox({ query = "", large = false }: Props) {
  const [text, setText] = useState(query);
  const [active, setActive] = useState(-1);
  const { completions, request, clear } = useCompletions();
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  useSlashKey(input);
  const open = completions.length > 0;

  function change(value: string) {
    setText(value);
    setActive(-1);
    request(value);
  }

  function choose({ query: chosen }: Completion) {
    input.current?.focus();
    change(chosen);
  }

  function press(event: KeyboardEvent<HTMLInputElement>) {
    const direction = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = completions[active];
    if (direction && open) {
      // Cycles from the box itself (-1) through the list and back to the box.
      const places = completions.length + 1;
      setActive(((active + 1 + direction + places) % places) - 1);
    } else if (event.key === "Enter" && chosen) choose(chosen);
    else if (event.key === "Escape" && open) clear();
    else return;
    event.preventDefault();
  }

  return (
    <search className="relative block w-full" data-large={large || undefined}>
      <form action="/papers">
        <Search
          aria-hidden
          size={16}
          className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-soft"
        />
        <input
          ref={input}
          type="search"
          name="q"
          value={text}
          onChange={(event) => change(event.target.value)}
          onKeyDown={press}
          onBlur={clear}
          placeholder={large ? 'Words, a "phrase", author:, cat:, an arXiv id' : "Search papers"}
          aria-label="Search papers"
          role="combobox"
          aria-expanded={open}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={active >= 0 ? `${list}-${active}` : undefined}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          enterKeyHint="search"
          className={`field search-field ${large ? "" : "text-sm"}`}
        />
        <div
          id={list}
          role="listbox"
          aria-label="Suggestions"
          hidden={!open}
          className="absolute top-full right-0 left-0 z-20 mt-1 overflow-hidden rounded-lg border border-edge bg-ground py-1 text-sm shadow-lg"
        >
          {completions.map((one, at) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the input handles the keys
            <div
              key={one.query}
              id={`${list}-${at}`}
              role="option"
              tabIndex={-1}
              aria-selected={at === active}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(one)}
              className="flex cursor-pointer gap-3 px-3 py-2 hover:bg-raised aria-selected:bg-raised"
            >
              <span className="min-w-0 flex-1 truncate">{one.label}</span>
              <span className="shrink-0 text-soft">{one.note}</span>
            </div>
          ))}
        </div>
      </form>
    </search>
  );
}

/** Focuses the box on "/", unless it is hidden or the user types in a field. */
function useSlashKey(input: { current: HTMLInputElement | null }) {
  useEffect(() => {
    function press(event: globalThis.KeyboardEvent) {
      const { target } = event;
      const typing =
        target instanceof HTMLElement &&
        (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
      if (!input.current?.checkVisibility()) return;
      event.preventDefault();
      input.current.focus();
    }
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [input]);
}
