// The local page in a real Chromium: what people see and do, by mouse, by keyboard, with and without JavaScript.
// usage: node --test pages.mjs      SCREENSHOTS (folder), WINNOW (program), WINNOW_SOURCE (repository) from the environment
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

const source = process.env.WINNOW_SOURCE;
const { chromium } = createRequire(join(source, "build/browser/"))("playwright-core");
const shots = process.env.SCREENSHOTS;
const archive = join(source, "examples/career-growth.warc.gz");
const question = "engineering career growth frameworks and evaluation criteria";
const folder = mkdtempSync(join(tmpdir(), "winnow-browser."));
const environment = { PATH: process.env.PATH, HOME: folder, WINNOW_DATA: join(folder, "data") };

let server, empty, browser, address, emptyAddress;

const serve = async (data) => {
  const child = spawn(process.env.WINNOW, ["serve", "--port", "0", "--archive", archive],
    { cwd: folder, env: { ...environment, WINNOW_DATA: data }, stdio: ["ignore", "pipe", "inherit"] });
  const line = await new Promise((resolve) => child.stdout.once("data", (bytes) => resolve(String(bytes))));
  return [child, line.match(/http:\/\/\S+\//)[0].slice(0, -1)];
};

/// A page that fails the test for anything that the browser complains of: errors of scripts, what the policy forbids.
const open = async (path, options = {}, base = address) => {
  const context = await browser.newContext({ viewport: { width: 1180, height: 860 }, ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.on("console", (message) => { if (message.type() === "error") page.complaints.push(message.text()); });
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(base)) page.complaints.push(`a request to ${request.url()}`);
  });
  await page.goto(base + path);
  return page;
};
const close = async (page) => {
  assert.deepEqual(page.complaints, []);
  await page.context().close();
};
const shoot = (page, name, fullPage = false) => page.screenshot({ path: join(shots, `${name}.png`), fullPage });
const overflows = (page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

before(async () => {
  mkdirSync(shots, { recursive: true });
  for (const asked of [question, "technical interviews"]) {
    const run = spawnSync(process.env.WINNOW, ["run", asked, "--archive", archive, "-q"], { cwd: folder, env: environment });
    assert.equal(run.status, 0, String(run.stderr));
  }
  [server, address] = await serve(environment.WINNOW_DATA);
  [empty, emptyAddress] = await serve(join(folder, "empty"));
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
});
after(async () => {
  await browser?.close();
  server?.kill();
  empty?.kill();
  rmSync(folder, { recursive: true, force: true });
});

test("today's list leads to lists and articles, and thumbs are kept", async () => {
  const page = await open("/");
  assert.equal(await page.locator("section.question").count(), 2);
  await shoot(page, "today");
  await page.getByRole("link", { name: question }).click();
  await page.waitForURL(/\/runs\//);
  assert.equal(await page.locator("li.entry").count(), 20);
  await shoot(page, "list");
  const thumb = page.locator("#entry-1").getByRole("button", { name: "Worth reading", exact: true });
  await thumb.click();
  await page.waitForFunction(() => document.querySelector("#entry-1 [data-worth=yes]").getAttribute("aria-pressed") === "true");
  await page.reload();
  assert.equal(await thumb.getAttribute("aria-pressed"), "true");
  await page.locator("#entry-1 h3 a").click();
  await page.waitForURL(/articles\/1$/);
  assert.ok(await page.locator("p.context mark").count() > 0);
  await shoot(page, "article");
  await shoot(page, "article-whole", true);
  await page.getByText("Scores of your own, and a note").click();
  await page.getByLabel("Note").fill("worth a team discussion");
  await page.getByRole("button", { name: "Keep" }).click();
  assert.equal(await page.getByLabel("Note").inputValue(), "worth a team discussion");
  await page.goto(address + "/labels");
  assert.equal(await page.locator("tbody tr").count(), 1);
  await shoot(page, "labels");
  await close(page);
});

test("search answers while somebody types", async () => {
  const page = await open("/search");
  await page.getByLabel("What to look for").pressSequentially("promotion to staff engineer");
  await page.locator("li.hit").first().waitFor();
  assert.ok(await page.locator("li.hit mark").count() > 0);
  assert.match(page.url(), /q=promotion/);
  await shoot(page, "search");
  await page.getByLabel("What to look for").fill("");
  await page.getByText("can be found").waitFor();
  await close(page);
});

test("history shows the runs as charts that can be reached by keyboard", async () => {
  const page = await open("/history");
  assert.equal(await page.locator("figure.chart > svg").count(), 6);
  const point = page.locator("figure.chart a").first();
  await point.focus();
  assert.ok(await point.getAttribute("aria-label"));
  await shoot(page, "history", true);
  await page.goto(address + "/sources");
  await shoot(page, "sources");
  await close(page);
});

test("a run is started from the form, and its progress is seen", async () => {
  const page = await open("/jobs");
  await shoot(page, "new-run");
  await page.getByLabel("What do you want to know?").fill("engineering ladders");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await page.waitForFunction(() => Number(document.querySelector("[data-field=judged]").textContent) > 20, null, { timeout: 60_000 });
  await shoot(page, "run-in-progress");
  await page.getByRole("link", { name: "Read the list" }).click({ timeout: 90_000 });
  await page.waitForURL(/\/runs\//);
  await close(page);
});

test("works without JavaScript", async () => {
  const page = await open("/", { javaScriptEnabled: false });
  await page.getByRole("link", { name: question }).click();
  await page.getByPlaceholder("Filter by words").fill("ladder");
  await page.getByRole("button", { name: "Filter" }).click();
  assert.match(await page.locator(".filter [role=status]").textContent(), /\d+ of \d+/);
  await page.locator("li.entry").first().getByRole("button", { name: "Not worth reading" }).click();
  assert.equal(await page.locator("li.entry [data-worth=no]").first().getAttribute("aria-pressed"), "true");
  await page.goto(address + "/search");
  await page.getByLabel("What to look for").fill("ladder");
  await page.locator("#search").getByRole("button", { name: "Search" }).click();
  assert.ok(await page.locator("li.hit").count() > 0);
  await close(page);
});

test("works by keyboard alone", async () => {
  const page = await open("/");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "content");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  assert.match(await page.evaluate(() => document.activeElement.href), /articles\/2$/);
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.name), "q");
  await page.keyboard.type("ladder");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\?q=ladder/);
  await close(page);
});

test("everything that can be used has a name, and headings are in order", async () => {
  for (const path of ["/", "/search?q=ladder", "/history", "/sources", "/labels", "/jobs"]) {
    const page = await open(path);
    const nameless = await page.evaluate(() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea")]
      .filter((one) => !(one.textContent.trim() || one.getAttribute("aria-label") || one.labels?.length))
      .map((one) => one.outerHTML));
    assert.deepEqual(nameless, [], path);
    const levels = await page.evaluate(() => [...document.querySelectorAll("h1, h2, h3")].map((one) => Number(one.tagName[1])));
    assert.equal(levels[0], 1, path);
    levels.forEach((level, i) => assert.ok(i === 0 || level <= levels[i - 1] + 1, `${path}: ${levels}`));
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
    await close(page);
  }
});

test("fits a phone, and the dark", async () => {
  const phone = await open("/", { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 });
  await shoot(phone, "phone-today");
  for (const path of ["/", "/history", "/search?q=ladder", "/sources", "/labels", "/jobs"]) {
    await phone.goto(address + path);
    assert.ok(!await overflows(phone), path);
    if (path === "/labels" || path === "/history") await shoot(phone, `phone-${path.slice(1)}`);
  }
  await phone.goto(address + "/");
  await phone.getByRole("link", { name: question }).click();
  assert.ok(!await overflows(phone), "list");
  await shoot(phone, "phone-list");
  await phone.locator("li.entry h3 a").first().click();
  assert.ok(!await overflows(phone), "article");
  await shoot(phone, "phone-article", true);
  await close(phone);
  const dark = await open("/", { colorScheme: "dark" });
  await shoot(dark, "dark-today");
  await dark.getByRole("link", { name: question }).click();
  await shoot(dark, "dark-list");
  await dark.goto(address + "/history");
  await shoot(dark, "dark-history");
  await close(dark);
});

test("says what is missing, and what went wrong", async () => {
  const nothing = await open("/", {}, emptyAddress);
  await nothing.getByText("Nothing was asked yet").waitFor();
  await shoot(nothing, "empty");
  await close(nothing);
  const page = await open("/");
  await page.goto(address + "/runs/nowhere");
  await page.getByRole("heading", { name: "Nothing is here" }).waitFor();
  await shoot(page, "error");
  await page.context().close();  // the browser, too, complains of a 404
});

test("cannot be framed by another site", async () => {
  const page = await open("/");
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.route("http://evil.example/", (route) => route.fulfill(
    { contentType: "text/html", body: `<iframe src="${address}/jobs"></iframe>` }));
  await other.goto("http://evil.example/");
  await other.waitForTimeout(300);
  const inside = other.frames().at(-1);
  assert.equal(await inside.locator("form").count(), 0);
  await context.close();
  await close(page);
});

test("an entry shows what was sent to the model that judged it", async () => {
  const model = createServer((request, response) => {
    let body = "";
    request.on("data", (bytes) => { body += bytes; });
    request.on("end", () => {
      const asked = JSON.parse(body);
      const quote = asked.input[0].content[0].text.split("\n").filter((line) => /^[A-Z][\w ,]{60,}/.test(line)).at(-1).slice(0, 120);
      const names = asked.text.format.schema.properties.scores.items.properties.criterion.enum;
      const scores = names.map((criterion) => ({ criterion, explanation: "The page says how.", quotes: [quote], score: 8 }));
      const text = JSON.stringify({ scores, tags: ["careers"], summary: "A summary.", verdict: "Read it for its ladder.", suspicious: [] });
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify({ id: "resp_1", object: "response", status: "completed", model: "gpt-5-mini-2026",
        output: [{ type: "message", role: "assistant", status: "completed", content: [{ type: "output_text", text, annotations: [] }] }],
        usage: { input_tokens: 3120, output_tokens: 512, total_tokens: 3632 } }));
    });
  });
  await new Promise((resolve) => model.listen(0, "127.0.0.1", resolve));
  const run = spawn(process.env.WINNOW, ["run", "career ladders", "--archive", archive, "--method", "standard", "--max-urls", "4", "-q"],
    { cwd: folder, stdio: ["ignore", "ignore", "inherit"], env: { ...environment, OPENAI_API_KEY: "sk-of-a-test-0123456789", WINNOW_EVALUATE__HALVES: "false",
      WINNOW_NET__ALLOW_PRIVATE: "true", WINNOW_MODELS__OPENAI__ENDPOINT: `http://127.0.0.1:${model.address().port}/v1` } });
  await new Promise((resolve) => run.once("exit", resolve));
  model.close();
  const { runs } = await (await fetch(`${address}/api/runs?limit=1`)).json();
  const page = await open(`/runs/${runs[0].id}/articles/1`);
  const first = page.locator(".exchanges details").first();
  assert.match(await first.locator("summary").innerText(), /gpt-5-mini-2026 of openai: 3,120 tokens in, 512 out/);
  await first.locator("summary").click();
  assert.match(await first.locator("pre").last().innerText(), /Read it for its ladder/);
  await page.locator("#sent").scrollIntoViewIfNeeded();
  await shoot(page, "exchanges");
  await page.setViewportSize({ width: 390, height: 800 });
  assert.equal(await overflows(page), false);
  await page.locator("#sent").scrollIntoViewIfNeeded();
  await shoot(page, "exchanges-phone");
  await page.setViewportSize({ width: 1180, height: 860 });
  await page.getByRole("link", { name: "All of it in full" }).click();
  await page.waitForURL(/\/sent$/);
  assert.equal(await page.locator("details[open]").count(), 1);
  assert.ok(!(await page.content()).includes("sk-of-a-test"));
  await shoot(page, "sent");
  await close(page);
});
