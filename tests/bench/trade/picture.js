// Comes before the scripts of a page and notes when its parts were drawn, and how far anything moved unasked.
((selectors) => {
    const picture = { drawn: {}, shift: 0 };
    window.smarketPicture = picture;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
            picture.shift += entry.hadRecentInput ? 0 : entry.value;
        }
    }).observe({ type: "layout-shift", buffered: true });
    const observer = new MutationObserver(() => {
        for (const [name, selector] of Object.entries(selectors)) {
            if (!(name in picture.drawn) && document.querySelector(selector)) {
                picture.drawn[name] = 0;
                // The frame after the next one begins once the next one is on the screen.
                requestAnimationFrame(() =>
                    requestAnimationFrame((now) => {
                        picture.drawn[name] = now;
                    })
                );
            }
        }
    });
    observer.observe(document, { childList: true, subtree: true });
})
