// Every page of `stance serve` and every HTML report, in a headless Chromium at the widths of a phone and a desktop, in
// the light and in the dark: no error, nothing wider than the screen, nothing that axe-core calls serious.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SCREENS, faults, launch, open } from "./look.mjs";
import { Program } from "./program.mjs";

const TOPIC = "long-range-weapons";
const program = new Program();
let browser, site;

before(async () => {
  program.fill();
  site = await program.serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await program.end();
});

// Pages are of a kind where paths have the same first word and ask for the same things.
function kind(address) {
  const { pathname, searchParams } = new URL(address);
  const [, first, second] = pathname.split("/");
  return [first, second === undefined ? "" : "one", ...new Set([...searchParams.keys()].sort())].join(" ");
}

// The pages that links lead to from the first one, two of each kind; files are no pages.
async function crawl(page, each) {
  const seen = new Map();
  const next = [`${site}/`];
  let looked = 0;
  while (next.length > 0) {
    const address = next.shift();
    const answer = await page.goto(address);
    assert.ok(answer.status() < 400, `${address} was answered with ${answer.status()}`);
    await each(address.slice(site.length));
    looked += 1;
    const links = await page.$$eval("a[href]", (found) => found.map((link) => new URL(link.getAttribute("href"), document.baseURI).href));
    for (const link of links) {
      const plain = link.split("#")[0];
      if (!plain.startsWith(`${site}/`) || /[?&]format=/.test(plain)) continue;
      const known = seen.get(kind(plain)) ?? new Set();
      seen.set(kind(plain), known);
      if (known.size < 2 && !known.has(plain) && plain !== `${site}/`) {
        known.add(plain);
        next.push(plain);
      }
    }
  }
  return { looked, kinds: [...seen.keys()] };
}

for (const screen of SCREENS) {
  test(`every page that is linked stands on a ${screen.name}`, async () => {
    const page = await open(browser, screen);
    const wrong = [];
    const { looked, kinds } = await crawl(page, async (path) => wrong.push(...(await faults(page, `${screen.name} ${path}`))));
    assert.deepEqual(wrong, []);
    const rooms = new Set(kinds.map((one) => one.split(" ")[0]));
    for (const room of ["topic", "actor", "history", "matrix", "compare", "shifts", "shift", "claim", "digest", "network", "article", "review"]) {
      assert.ok(rooms.has(room), `no link leads to /${room}; there are ${[...rooms]}`);
    }
    assert.ok(looked > 20, `${looked} pages`);
    await page.close();
  });

  test(`what forms ask for stands on a ${screen.name}`, async () => {
    const page = await open(browser, screen);
    const wrong = [];
    for (const path of [
      "/network?two_mode=yes",
      "/network?window=month",
      `/network?topic=${TOPIC}&qualifier=subtract&normalize=average`,
      "/digest?since=2024-01-01",
      "/matrix?since=2024-06-01",
      "/compare?actor=olaf-scholz&actor=keir-starmer",
      "/claims?words=weapons",
      "/search?q=scholz",
    ]) {
      const answer = await page.goto(site + path);
      assert.equal(answer.status(), 200, path);
      wrong.push(...(await faults(page, `${screen.name} ${path}`)));
    }
    assert.deepEqual(wrong, []);
    await page.close();
  });

  test(`every report as a file stands on a ${screen.name}`, async () => {
    const page = await open(browser, screen);
    const wrong = [];
    for (const [name, ...words] of [
      ["history", "history", "--topic", TOPIC, "--actor", "olaf-scholz"],
      ["field", "history", "--topic", TOPIC],
      ["topic", "topic", "show", TOPIC],
      ["topics", "topic", "list"],
      ["matrix", "matrix", "--at", "2024-12-01", "--since", "2024-06-01"],
      ["digest", "digest", "--since", "2024-06-01"],
      ["shifts", "shifts"],
      ["compare", "compare", "olaf-scholz", "keir-starmer"],
      ["actors", "actor", "list"],
      ["actor", "actor", "show", "olaf-scholz"],
      ["claims", "claims"],
      ["articles", "article", "list"],
      ["article", "article", "show", "1"],
      ["network", "network"],
      ["two-mode", "network", "--two-mode", "--window", "month"],
    ]) {
      await page.goto(program.report(name, ...words));
      wrong.push(...(await faults(page, `${screen.name} report ${name}`)));
    }
    assert.deepEqual(wrong, []);
    await page.close();
  });
}

test("claims are reviewed by keyboard alone", async () => {
  const page = await open(browser, SCREENS[1]);
  await page.goto(`${site}/review`);
  const press = (key) => Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
  const judged = () => program.run("sql", "select verdict, reviewer from review order by review_id", "--format", "csv").trim().split("\n").slice(1);
  await press("c");
  assert.match(await page.$eval("[role=status]", (told) => told.textContent), /Last recorded here: verdict \d+/);
  assert.deepEqual(judged(), ["confirm,browser"]);
  await press("x");
  assert.deepEqual(judged(), ["confirm,browser", "reject,browser"]);
  await press("u");
  assert.deepEqual(judged(), ["confirm,browser", "reject,browser", "undo,browser"]);
  // The sitting goes back as far as it went.
  await press("u");
  assert.deepEqual(judged().at(-1), "undo,browser");
  assert.equal(judged().length, 4);
  await press("4");
  assert.deepEqual(judged().at(-1), "correct,browser");
  // A note is no verdict: Enter in it gives none.
  const before = judged().length;
  await page.keyboard.press("n");
  await page.keyboard.type("ask the desk");
  await page.keyboard.press("Enter");
  await new Promise((later) => setTimeout(later, 300));
  assert.equal(judged().length, before);
  assert.deepEqual(await faults(page, "reviewed"), []);
  await page.close();
});

test("search answers while one types", async () => {
  const page = await open(browser, SCREENS[0]);
  await page.goto(`${site}/search`);
  await page.keyboard.press("/");
  await page.keyboard.type("scholz");
  await page.waitForFunction(() => document.querySelector("#found a[href^='/actor/']"));
  assert.match(page.url(), /q=scholz/);
  assert.deepEqual(await faults(page, "searched"), []);
  await page.close();
});

test("pages are whole without script", async () => {
  const page = await open(browser, SCREENS[0]);
  await page.setJavaScriptEnabled(false);
  await page.goto(`${site}/review`);
  await Promise.all([page.waitForNavigation(), page.click("[data-key=c]")]);
  assert.match(await page.$eval("[role=status]", (told) => told.textContent), /Last recorded here: verdict \d+/);
  await page.goto(`${site}/history?topic=${TOPIC}`);
  assert.ok((await page.$$("svg .m")).length > 0);
  await page.close();
});
