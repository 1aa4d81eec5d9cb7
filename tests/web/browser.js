// SPDX-License-Identifier: GPL-3.0-or-later
// Debian's Chromium, watched: whatever the page says to the console, whatever the policy forbids
// and whatever goes to another origin is an offence.
import {createRequire} from 'node:module'
import {mkdirSync, readFileSync} from 'node:fs'
import {chromium} from 'playwright-core'
import {root} from './desk.js'

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const axeSource = readFileSync(axePath, 'utf8')
const shots = `${root}/build/web-screenshots`
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']

export function openBrowser() {
    return chromium.launch({executablePath: '/usr/bin/chromium',
                            args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']})
}

/** A person at a browser of their own. options: colorScheme, viewport, language. */
export async function sitDown(browser, desk, {language = 'sv', ...options} = {}) {
    const context = await browser.newContext({viewport: {width: 1440, height: 900},
                                              locale: 'sv-SE', ...options})
    const offences = []
    await context.addInitScript((code) => {
        if (localStorage.getItem('placera-language') === null) {
            localStorage.setItem('placera-language', code)
        }
        document.addEventListener('securitypolicyviolation', (event) => {
            console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`)
        })
    }, language)
    const page = await context.newPage()
    // 401, 403 and 409 are answers; Chromium reports each as an error of the console.
    const answers = /Failed to load resource: the server responded with a status of 4(01|03|09)/
    page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type()) && !answers.test(message.text())) {
            offences.push(`console: ${message.text()}`)
        }
    })
    page.on('pageerror', (error) => offences.push(`error: ${error.stack}`))
    page.on('request', (request) => {
        if (!request.url().startsWith(desk.url) && !request.url().startsWith('data:')) {
            offences.push(`elsewhere: ${request.url()}`)
        }
    })
    await page.goto(desk.url)
    return {context, page, offences}
}

export async function logIn(page, desk, name) {
    await page.locator('input[name=name]').fill(name)
    await page.locator('input[name=password]').fill(desk.password[name])
    await page.keyboard.press('Enter')
    await page.locator('.mast').waitFor()
    await settled(page)
}

/** Waits until the view at hand is there, with its map and chart. */
export async function settled(page) {
    await page.locator('main:not([aria-busy]) h1').first().waitFor()
}

/** Follows an address, as a link would. */
export async function goTo(page, hash) {
    await page.evaluate((to) => new Promise((resolve) => {
        if (location.hash === to) {
            resolve()
        }
        window.addEventListener('hashchange', resolve, {once: true})
        location.hash = to
    }), hash)
    await settled(page)
}

/** What axe finds, in words: nothing, as it should be. */
export async function findings(page) {
    await page.evaluate(axeSource)
    const found = await page.evaluate((tags) => window.axe.run(document, {
        runOnly: {type: 'tag', values: tags}}), rules)
    return found.violations.map((one) =>
        `${one.id}: ${one.nodes.slice(0, 5).map((node) =>
            `${node.target} ${node.failureSummary}`).join(' | ')}`)
}

export async function shot(page, name, whole = false) {
    mkdirSync(shots, {recursive: true})
    await page.screenshot({path: `${shots}/${name}.png`, fullPage: whole})
}

/** Waits for an element with that text. */
export function see(page, selector, text) {
    return page.locator(selector, {hasText: text}).first().waitFor()
}
