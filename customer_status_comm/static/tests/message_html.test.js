import {
    getPolicy,
    getText,
    inspect,
    toNodes,
} from "@customer_status_comm/message_body/message_html";
import { describe, expect, test } from "@odoo/hoot";

describe.current.tags("headless");

/** Return the HTML of what is shown of a text. */
function show(html) {
    const box = document.createElement("div");
    box.append(document.importNode(toNodes(html), true));
    return box.innerHTML;
}

test("words of a text stand on one line, apart where they stood apart", () => {
    expect(getText("<p>Hi  Anna,</p><p>your<br>order</p>")).toBe("Hi Anna, your order");
    expect(getText("<ul><li>a</li><li>b</li></ul>")).toBe("a b");
    expect(getText("<p><b>bo</b>ld</p>")).toBe("bold");
    for (const empty of [false, undefined, "", "<p><br></p>"]) {
        expect(getText(empty)).toBe("");
    }
});

test("tells what an editor's page has to be guarded against", () => {
    const none = { styles: false, pictures: false };
    expect(inspect("<p style='color: red'>red</p>")).toEqual(none);
    expect(inspect(false)).toEqual(none);
    expect(inspect("<style>p {color: red}</style>")).toEqual({ styles: true, pictures: false });
    expect(inspect("<p><script>1</script></p>").styles).toBe(true);
    expect(inspect("<form><input></form>").styles).toBe(true);
});

test("pictures of others are told from the shop's own", () => {
    for (const own of [
        "/web/image/1",
        `${window.location.origin}/web/content/2`,
        "data:image/png;base64,AA==",
        "cid:1",
        "",
    ]) {
        expect(inspect(`<img src="${own}">`).pictures).toBe(false, { message: own });
    }
    for (const other of [
        "https://elsewhere.example/a.png",
        "//elsewhere.example/a.png",
        "/web/session/logout",
        "http://[",
    ]) {
        expect(inspect(`<img src="${other}">`).pictures).toBe(true, { message: other });
    }
});

test("whatever would be fetched counts as a picture", () => {
    for (const html of [
        `<img srcset="/web/image/1 1x, https://elsewhere.example/a.png 2x">`,
        `<p style="background: url(https://elsewhere.example/a.png)">a</p>`,
        `<style>@import "https://elsewhere.example/a.css"</style>`,
        `<svg><image href="https://elsewhere.example/a.png"/></svg>`,
        `<video poster="https://elsewhere.example/a.png"></video>`,
    ]) {
        expect(inspect(html).pictures).toBe(true, { message: html });
    }
    expect(inspect(`<a href="https://elsewhere.example">a link</a>`).pictures).toBe(false);
});

test("a frame may load nothing of others until it is asked for", () => {
    const html = `<img src="https://elsewhere.example/a.png?x"><img src="/web/image/1">`;
    const closed = getPolicy(html, false);
    expect(closed).toMatch(/^default-src 'none'/);
    expect(closed).toInclude(`${window.location.origin}/web/image/`);
    expect(closed).not.toInclude("elsewhere.example");
    expect(getPolicy(html, true)).toInclude("https://elsewhere.example");
});

test("so many servers are asked at most", () => {
    const names = Array.from({ length: 50 }, (_one, place) => `https://s${place}.example/a.png`);
    const policy = getPolicy(names.map((name) => `<img src="${name}">`).join(""), true);
    expect(policy.match(/https:\/\/s\d+\.example/g)).toHaveLength(20);
});

test("nothing that runs, or counts for the whole page, is shown", () => {
    expect(show("<p onclick='x()' tabindex='1'>a</p><script>x()</script>")).toBe("<p>a</p>");
    expect(show("<base href='https://elsewhere.example'><form><p>a</p></form>b")).toBe("b");
    expect(show("<style>p {color: red}</style><p>a</p>")).toBe(
        "<style>p {color: red}</style><p>a</p>",
    );
});

test("links open beside, and lead only where a link of a message may", () => {
    const opens = `target="_blank" rel="noreferrer noopener"`;
    expect(show(`<a href="https://a.example">a</a>`)).toBe(
        `<a href="https://a.example" ${opens}>a</a>`,
    );
    expect(show(`<a href="javascript:x()">a</a>`)).toBe(`<a ${opens}>a</a>`);
    expect(show(`<a href=" mailto:a@b.example">a</a>`)).toInclude("mailto:");
});
