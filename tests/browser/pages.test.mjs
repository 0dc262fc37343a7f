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
  // Undecided: no proposal is.
  await press("3");
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

// What a verdict changed, as the record keeps it.
const corrected = () =>
  JSON.parse(program.run("sql", "select verdict, changes from review order by review_id desc limit 1", "--format", "json")).rows[0];

test("every field is mended by keyboard alone", async () => {
  const page = await open(browser, SCREENS[1]);
  await page.goto(`${site}/review?next=date`);
  const press = (key) => Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
  const focused = () => page.evaluate(() => document.activeElement.id);
  // A key leads to its field; Enter in what is typed records it.
  await page.keyboard.press("a");
  assert.equal(await focused(), "m-actor");
  await page.keyboard.type("Mira Holt");
  await press("Enter");
  assert.equal(corrected().verdict, "correct");
  assert.ok(corrected().changes.actor_id > 0);
  await press("u");
  await page.keyboard.press("d");
  assert.equal(await focused(), "m-said");
  await page.keyboard.type("2024-01-02/2024-01-04");
  await press("Enter");
  assert.deepEqual([corrected().changes.said_from, corrected().changes.said_to], ["2024-01-02", "2024-01-04"]);
  await press("u");
  // Choices: a key leads there, arrows choose, Escape goes back to the keys, and m records.
  for (const [key, field, told] of [
    ["k", "m-act", (changes) => changes.act],
    ["l", "m-link", (changes) => changes.link],
  ]) {
    await page.keyboard.press(key);
    assert.equal(await focused(), field);
    const was = await page.$eval(`#${field}`, (choice) => choice.value);
    await page.$eval(`#${field}`, (choice) => (choice.value = [...choice.options].find((one) => !["refusal", choice.value].includes(one.value)).value));
    const now = await page.$eval(`#${field}`, (choice) => choice.value);
    assert.notEqual(now, was);
    await page.keyboard.press("Escape");
    await press("m");
    assert.equal(told(corrected().changes), now);
    await press("u");
  }
  // Another topic: it is wrong on this one, and right there.
  const topics = await page.$$eval("#m-topic option", (found) => found.map((one) => one.value));
  if (topics.length > 1) {
    await page.keyboard.press("t");
    assert.equal(await focused(), "m-topic");
    await page.$eval("#m-topic", (choice) => (choice.value = [...choice.options].find((one) => one.value !== choice.value).value));
    await page.keyboard.press("Escape");
    await press("4");
    assert.match(await page.$eval("[role=status]", (told) => told.textContent), /verdicts \d+ and \d+/);
    await press("u");
  }
  assert.deepEqual(await faults(page, "mended"), []);
  await page.close();
});

test("a form that is refused leads to the field that is wrong", async () => {
  const page = await open(browser, SCREENS[0]);
  await page.goto(`${site}/review?next=date`);
  const before = page.wrong.length;
  await page.keyboard.press("a");
  await page.keyboard.press("Backspace");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  assert.match(await page.$eval("#why", (told) => told.textContent), /write who said it/);
  const at = await page.evaluate(() => [document.activeElement.id, document.activeElement.getAttribute("aria-describedby")]);
  assert.deepEqual(at, ["m-actor", "why"]);
  // That the server answers 400 is told in the console, as it should be.
  page.wrong.splice(before, page.wrong.length, ...page.wrong.slice(before).filter((one) => !one.includes("status of 400")));
  assert.deepEqual(await faults(page, "refused"), []);
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

test("a large record stands on a phone", async () => {
  program.fillLarge();
  const page = await open(browser, SCREENS[0]);
  const wrong = [];
  for (const path of ["/topics", "/topic/pier", "/history?topic=pier", "/history?topic=pier&actor=mira-holt", "/matrix", "/shifts", "/actors", "/network?topic=pier"]) {
    const answer = await page.goto(`${site}${path}`);
    assert.equal(answer.status(), 200, path);
    const size = (await answer.buffer()).length;
    if (size > 1_000_000) wrong.push(`${path}: ${size} bytes`);
    wrong.push(...(await faults(page, `phone large ${path}`)));
  }
  assert.deepEqual(wrong, []);
  // What is wider than the screen scrolls by itself, and says so to those who do not see it.
  await page.goto(`${site}/topics`);
  const tables = await page.$$eval(".scroll", (found) => found.map((one) => [one.tabIndex, one.getAttribute("role"), !!one.getAttribute("aria-label")]));
  assert.ok(tables.length > 0);
  for (const table of tables) assert.deepEqual(table, [0, "region", true]);
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
