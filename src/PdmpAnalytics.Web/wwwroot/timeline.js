// Keys and details of the timeline of fills. The chart is complete without it: bars are links to rows of the table, zoom is links.

const nearestInLane = (bars, lane, from) => {
  const middle = r => r.left + r.width / 2;
  const x = middle(from.getBoundingClientRect());
  const distance = bar => Math.abs(middle(bar.getBoundingClientRect()) - x);
  return bars.filter(bar => bar.closest(".tl-lane") === lane).sort((a, b) => distance(a) - distance(b))[0];
};

const neighbour = (chart, bar, key) => {
  const bars = [...chart.querySelectorAll("a.tl-fill")].sort((a, b) => a.dataset.fill - b.dataset.fill);
  const at = bars.indexOf(bar);
  const lanes = [...chart.querySelectorAll(".tl-lane")];
  const lane = lanes.indexOf(bar.closest(".tl-lane"));
  switch (key) {
    case "ArrowRight": return bars[at + 1];
    case "ArrowLeft": return bars[at - 1];
    case "ArrowDown": return nearestInLane(bars, lanes[lane + 1], bar);
    case "ArrowUp": return nearestInLane(bars, lanes[lane - 1], bar);
    case "Home": return bars[0];
    case "End": return bars.at(-1);
  }
};

const moves = new Set(["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End"]);

const say = (section, text) => {
  const detail = section.querySelector("[data-timeline-detail]");
  if (detail) {
    detail.textContent = text;
  }
};

// One stop for the Tab key: the bar that was looked at last.
const reach = bar => {
  bar.closest("[data-timeline]").querySelectorAll("a.tl-fill[tabindex='0']").forEach(other => other.setAttribute("tabindex", "-1"));
  bar.setAttribute("tabindex", "0");
};

// Replaces the chart by that of another address and keeps the place of the keyboard.
const show = async (section, link) => {
  const fill = document.activeElement?.dataset?.fill;
  const key = document.activeElement?.dataset?.timelineKey;
  section.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const other = answer.ok && page.getElementById(section.id);
    if (!other) {
      throw new Error("no chart");
    }
    other.querySelector("details").open = section.querySelector("details")?.open ?? false;
    section.replaceWith(document.adoptNode(other));
    history.replaceState(history.state, "", link.href);
    const bars = [...other.querySelectorAll("a.tl-fill")];
    const place = bars.find(bar => bar.dataset.fill === fill)
      ?? (key && other.querySelector(`[data-timeline-key="${CSS.escape(key)}"]`))
      ?? (fill ? bars[0] : null)
      ?? [...other.querySelectorAll(".tl-controls a")].find(a => a.textContent === link.textContent);
    place?.focus();
  } catch {
    location.assign(link.href);
  }
};

document.addEventListener("keydown", event => {
  const section = event.target.closest?.("[data-timeline]");
  if (!section || event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  const bar = event.target.closest("a.tl-fill");
  const zoom = section.querySelector(`[data-timeline-key="${CSS.escape(event.key === "=" ? "+" : event.key)}"]`);
  if (bar && moves.has(event.key)) {
    neighbour(section, bar, event.key)?.focus();
  } else if (zoom) {
    show(section, zoom);
  } else if (bar && event.key === "Escape") {
    bar.blur();
    say(section, "");
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}, true);

document.addEventListener("focusin", event => {
  const bar = event.target.closest?.("a.tl-fill");
  if (bar) {
    reach(bar);
    say(bar.closest("[data-timeline]"), bar.getAttribute("aria-label"));
  }
});

document.addEventListener("pointerover", event => {
  const bar = event.target.closest?.("a.tl-fill");
  if (bar) {
    say(bar.closest("[data-timeline]"), bar.getAttribute("aria-label"));
  }
});

document.addEventListener("click", event => {
  const link = event.target.closest?.("[data-timeline] .tl-controls a");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
    event.preventDefault();
    show(link.closest("[data-timeline]"), link);
  }
});
