/**
 * What is in the text of a message that must not reach the back office: it was written by
 * anybody, for mail programs, and stays as it was written where it is stored and sent.
 */

/** Elements that count for the whole page, whatever frame or box they stand in. */
const BEYOND =
    "script, noscript, meta, base, link, iframe, frame, frameset, object, embed, applet, " +
    "portal, form, input, button, select, textarea, template";
/** Attributes that name something to be loaded. */
const LOADED = ["src", "srcset", "poster", "background", "data"];
/** Elements of drawings whose address is loaded, and not only followed. */
const DRAWN = ["image", "use", "feimage"];
const CSS_LOADS = /url\s*\(|image\s*\(|image-set|@import|\\/i;
const ADDRESS = /(?:https?:)?\/\/[^\s"'()<>\\,;]+/gi;
/** Where Odoo's own server has pictures; elsewhere it may do something. */
const OWN_PICTURES = ["/web/image/", "/web/content/", "/web/static/"];
/** So many servers of others are asked for pictures at most. */
const MOST_SERVERS = 20;
/** What a link of a message may lead to. */
const FOLLOWED = /^\s*(https?:|mailto:|tel:|sms:|\/|#)/i;

/** Return the text parsed; nothing of it runs or is loaded. */
function parse(html) {
    return new DOMParser().parseFromString(String(html || ""), "text/html");
}

/** Return the words of a text on one line; unlike Odoo's own way it fetches no picture. */
export function getText(html) {
    const spaced = String(html || "").replace(/<(br|\/p|\/div|\/li|\/h\d)\b/gi, " $&");
    return parse(spaced).body.textContent.replace(/\s+/g, " ").trim();
}

/** Whether an address is that of a picture of this server, or holds the picture itself. */
function isOwnPicture(address) {
    const text = address.trim();
    if (!text || /^(data:image\/|blob:|cid:|#)/i.test(text)) {
        return true;
    }
    try {
        const { origin, pathname } = new URL(text, window.location.href);
        return (
            origin === window.location.origin &&
            OWN_PICTURES.some((path) => pathname.startsWith(path))
        );
    } catch {
        return false;
    }
}

/** Return the addresses of all that an element would load. */
function getLoaded(element) {
    const isDrawn = DRAWN.includes(element.localName.toLowerCase());
    const addresses = [];
    for (const { name, value } of [...element.attributes]) {
        if (name.toLowerCase() === "srcset") {
            addresses.push(...value.split(",").map((one) => one.trim().split(/\s+/)[0]));
        } else if (LOADED.includes(name.toLowerCase()) || (isDrawn && /href$/i.test(name))) {
            addresses.push(value);
        }
    }
    return addresses;
}

/**
 * Say what a text holds that the page around an editor has to be guarded against.
 *
 * @param {String} html
 * @returns {{ styles: boolean, pictures: boolean }} `styles`: of its own, or other elements
 *      that count for the whole page; `pictures`: that would be fetched from elsewhere
 */
export function inspect(html) {
    const { documentElement: root } = parse(html);
    const styles = Boolean(root.querySelector(`style, ${BEYOND}`));
    const pictures = [...root.querySelectorAll("*")].some(
        (element) =>
            getLoaded(element).some((address) => !isOwnPicture(address)) ||
            CSS_LOADS.test(element.getAttribute("style") || "") ||
            (element.localName === "style" && CSS_LOADS.test(element.textContent)),
    );
    return { styles, pictures };
}

/** Return the servers of others that a text names, as sources of a content policy. */
function findServers(html) {
    const servers = new Set();
    for (const [address] of String(html).matchAll(ADDRESS)) {
        try {
            servers.add(new URL(address, window.location.href).origin);
        } catch {
            continue; // it is no address
        }
    }
    servers.delete(window.location.origin);
    servers.delete("null");
    return [...servers].slice(0, MOST_SERVERS);
}

/**
 * Return what a frame may load for a text, as the value of a Content-Security-Policy.
 *
 * @param {String} html
 * @param {boolean} withPictures also those of others
 */
export function getPolicy(html, withPictures) {
    const own = OWN_PICTURES.map((path) => `${window.location.origin}${path}`);
    const sources = ["data:", ...own, ...(withPictures ? findServers(html) : [])];
    return (
        `default-src 'none'; style-src 'unsafe-inline'; img-src ${sources.join(" ")}; ` +
        "base-uri 'none'; form-action 'none'"
    );
}

/**
 * Return the text as nodes for a frame of its own: nothing in it leads out of the frame but
 * links, which open beside. Its styles stay.
 *
 * @param {String} html
 * @returns {DocumentFragment} of a document that is shown nowhere
 */
export function toNodes(html) {
    const parsed = parse(html);
    for (const element of parsed.querySelectorAll(`${BEYOND}, title`)) {
        element.remove();
    }
    for (const element of parsed.querySelectorAll("*")) {
        for (const { name } of [...element.attributes]) {
            if (/^(on|ping$|autofocus$|accesskey$|tabindex$)/i.test(name)) {
                element.removeAttribute(name);
            }
        }
        if (/^(a|area)$/i.test(element.localName)) {
            retarget(element);
        }
    }
    const fragment = parsed.createDocumentFragment();
    fragment.append(...parsed.head.querySelectorAll("style"), ...parsed.body.childNodes);
    return fragment;
}

/** Have a link open beside, and lead only where a link of a message may lead. */
function retarget(link) {
    for (const { name, value } of [...link.attributes]) {
        if (/href$/i.test(name) && !FOLLOWED.test(value)) {
            link.removeAttribute(name);
        }
    }
    link.setAttribute("target", "_blank");
    link.setAttribute("rel", "noreferrer noopener");
}
