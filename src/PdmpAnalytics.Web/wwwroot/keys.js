// The keyboard. Elements say which keys they answer to: data-key="j", or data-key="1 3" for one after the other.
(() => {
    "use strict";
    const patience = 1500; // ms between the keys of a sequence
    let typed = [];
    let timer;

    const isField = element => element?.matches("input:not([type=button]):not([type=submit]), textarea, select");
    const targets = () => [...(document.querySelector("dialog[open]") ?? document).querySelectorAll("[data-key]")];
    const forget = () => {
        typed = [];
        document.querySelectorAll(".awaited").forEach(element => element.classList.remove("awaited"));
    };

    const answer = element => {
        const dialog = element.dataset.opens && document.getElementById(element.dataset.opens);
        if (dialog) {
            dialog.showModal();
        } else if (isField(element)) {
            element.focus();
            element.select?.();
        } else {
            if (element.matches("summary")) {
                element.focus(); // Tab then leads into what it opens
            }
            element.click();
        }
    };

    const moveRow = step => {
        const rows = [...document.querySelectorAll("a[data-row]")];
        const at = rows.indexOf(document.activeElement);
        const next = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step))];
        next?.focus();
        next?.scrollIntoView({ block: "nearest" });
        return next !== undefined;
    };

    document.addEventListener("keydown", event => {
        const field = isField(event.target);
        if (event.key === "Escape" && field) {
            event.target.blur();
            return;
        }
        if (field && event.key === "Enter" && event.ctrlKey) {
            const form = event.target.form;
            event.target.blur(); // or the keys that follow would be typed into the field that is swapped in
            form?.requestSubmit();
            return;
        }
        if (field || event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) {
            return;
        }
        if (typed.length === 0 && (event.key === "j" || event.key === "k") && moveRow(event.key === "j" ? 1 : -1)) {
            event.preventDefault();
            return;
        }

        clearTimeout(timer);
        typed.push(event.key);
        const sequence = typed.join(" ");
        const exact = targets().find(element => element.dataset.key === sequence);
        const longer = targets().filter(element => element.dataset.key.startsWith(sequence + " "));
        if (exact) {
            event.preventDefault();
            forget();
            answer(exact);
        } else if (longer.length > 0) {
            event.preventDefault();
            longer.forEach(element => element.classList.add("awaited"));
            timer = setTimeout(forget, patience);
        } else {
            forget();
        }
    });

    document.addEventListener("click", event => {
        const opener = event.target.closest("[data-opens]");
        if (opener) {
            document.getElementById(opener.dataset.opens)?.showModal();
        }
    });

    // What was swapped in says its title and takes the focus, so that a screen reader hears where it is.
    document.addEventListener("htmx:after:swap", () => {
        const panel = document.querySelector("[data-title]");
        // Keys begun on one alert are not for the next; a part of the page that came meanwhile must not swallow half a sequence.
        if (panel && document.title !== panel.dataset.title) {
            document.title = panel.dataset.title;
            forget();
        }
        if (!document.activeElement || document.activeElement === document.body) {
            document.querySelector("[data-focus]")?.focus();
        }
    });
})();
