// What every page shares.
(() => {
    "use strict";

    document.addEventListener("click", event => {
        if (event.target.closest("[data-print]")) {
            window.print();
        }
    });

    // A session that ended while a fragment was fetched: the whole page goes to the sign-in.
    document.addEventListener("htmx:before:swap", event => {
        if (event.detail?.ctx?.response?.status === 401) {
            event.preventDefault();
            location.assign("/sign-in?returnUrl=" + encodeURIComponent(location.pathname + location.search));
        }
    });
    // Fields that say nothing have no business in an address.
    document.addEventListener("htmx:config:request", event => {
        const request = event.detail.ctx.request;
        if (request.method === "GET" && request.body) {
            [...request.body].filter(([, value]) => value === "").forEach(([name]) => request.body.delete(name));
        }
    });
})();
