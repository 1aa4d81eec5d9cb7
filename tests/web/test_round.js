// SPDX-License-Identifier: GPL-3.0-or-later
// A whole round by hand, in both languages: from the login to the log, by three people.
import assert from 'node:assert/strict'
import {after, before, test} from 'node:test'
import {HTML_CHILD, HTML_NAME, startDesk} from './desk.js'
import {goTo, logIn, openBrowser, see, settled, shot, sitDown} from './browser.js'
import en from '../../review/web/en.js'
import sv from '../../review/web/sv.js'

const state = '.placement .state'
let browser

before(async () => {
    browser = await openBrowser()
})
after(() => browser.close())

/** What a person does once, as one step of the walk. */
async function wrongPassword({page, w}) {
    await page.locator('input[name=name]').fill('anna')
    await page.locator('input[name=password]').fill('not the password')
    await page.keyboard.press('Enter')
    await see(page, '.problem', w.login_wrong)
    assert.equal(await page.locator('.mast').count(), 0)
}

async function overview({page, w}, toConfirm) {
    await goTo(page, '#/')
    await see(page, '.tile.first', w.left_confirm)
    const shown = await page.locator('.tile.first .count').textContent()
    assert.equal(Number(shown.replace(/[^\d]/g, '')), toConfirm)
    assert.equal(await page.locator('table.occupancy tbody tr').count(), 40)
}

async function filters({page, w}) {
    await goTo(page, '#/children')
    assert.equal(await page.locator('.children tbody tr').count(), 100)
    await page.locator('input[name=search]').fill(HTML_CHILD)
    await see(page, '.found', w.found(1, '1'))
    assert.equal(await page.locator('.children td.name').textContent(), HTML_NAME)
    assert.equal(await page.locator('.children td.name b').count(), 0)
    assert.match(page.url(), new RegExp(`search=${HTML_CHILD}`))
    await page.locator('input[name=search]').fill('')
    await page.locator('select[name=basis]').selectOption('fallback')
    await page.locator('.children tbody tr').nth(99).waitFor()
    await page.getByRole('link', {name: w.page_after}).click()
    await page.locator('.children tbody tr').nth(39).waitFor()
    await page.waitForFunction(() => document.querySelectorAll('.children tbody tr').length === 40)
    await page.goBack()
    await page.locator('.children tbody tr').nth(99).waitFor()
    await page.getByRole('button', {name: w.clear}).click()
    await page.locator('.children thead').getByRole('button', {name: w.way}).click()
    await page.locator('th[aria-sort=ascending]').waitFor()
    await page.locator('.children thead').getByRole('button', {name: w.way}).click()
    await page.locator('th[aria-sort=descending]', {hasText: w.way}).waitFor()
    await see(page, '.children tbody tr:first-child', /3[ \u00a0,]613/)
}

async function confirmOne({page, w}) {
    await goTo(page, '#/children/0')
    await see(page, state, w.state_proposed)
    await page.getByRole('button', {name: w.action_confirm}).click()
    await see(page, state, w.state_confirmed)
    await see(page, '.toast', `A0001: ${w.state_confirmed}`)
    await see(page, '.log td', 'anna')
    await goTo(page, '#/')
    await see(page, '.fixed', w.seed_fixed)
}

/** Everything that is proposed at one school; one of them a colleague changes meanwhile. */
async function confirmMany({page, w}, colleague) {
    await goTo(page, '#/children?state=proposed&school=1')
    await page.locator('.children thead input').check()
    const n = await page.locator('.children tbody tr').count()
    assert.equal(n, 89)
    await colleague.page.getByRole('button', {name: w.action_confirm}).click()
    await see(colleague.page, state, w.state_confirmed)
    await page.locator('.selection').getByRole('button', {name: w.action_confirm}).click()
    await see(page, 'dialog p', w.ask_confirm(n, String(n)))
    await see(page, 'dialog table.counts', w.nth(1))
    await shot(page, `bulk-${w.state_proposed}`)
    await page.locator('dialog footer button.main').click()
    // The dialog that asked goes while this one comes.
    const told = page.locator('dialog', {has: page.locator('h2', {hasText: w.some_refused})})
    await told.locator('tbody td', {hasText: w.refused_conflict}).waitFor()
    assert.equal(await told.locator('tbody tr').count(), 1)
    await page.keyboard.press('Escape')
    await see(page, '.found', w.found(0, '0'))
}

async function selectFilter({page, w}) {
    await goTo(page, '#/children?state=confirmed')
    await page.locator('.children thead input').check()
    await goTo(page, '#/children?state=proposed')
    assert.equal(await page.locator('.selection').isVisible(), false)
    await page.locator('.children thead input').check()
    await page.locator('.selection button.quiet').first().click()
    await page.waitForFunction(() => /2.910/.test(
        document.querySelector('.selection p').textContent))
    await page.locator('.selection').getByRole('button', {name: w.select_none}).click()
}

async function override({page, w}) {
    await goTo(page, '#/children/28')
    await page.getByRole('button', {name: w.action_override}).click()
    await page.locator('dialog select').selectOption({index: 2})
    await see(page, 'dialog .warn', w.override_seats('200', '199'))
    await see(page, 'dialog .note', w.override_displaced(1))
    await page.locator('dialog input[name=exceeds]').check()
    await page.locator('dialog textarea').fill('Syskon på skolan <i>sedan i går</i>')
    await page.locator('dialog footer button.main').click()
    await see(page, state, w.state_overridden)
    await see(page, '.placement dl', w.proposed)
    await see(page, '.log td', 'Syskon på skolan <i>sedan i går</i>')
}

/** Both have the child before them; whoever is second sees what the first one did. */
async function conflict(first, second) {
    const {w} = first
    await goTo(first.page, '#/children/40')
    await goTo(second.page, '#/children/40')
    await first.page.getByRole('button', {name: w.action_confirm}).click()
    await see(first.page, state, w.state_confirmed)
    await second.page.getByRole('button', {name: w.action_return}).click()
    await second.page.locator('dialog textarea').fill('Familjen har flyttat')
    await second.page.locator('dialog footer button.main').click()
    await see(second.page, 'dialog h2', w.conflict_title)
    await see(second.page, 'dialog li', 'anna')
    await see(second.page, 'dialog q', 'Familjen har flyttat')
    await shot(second.page, `conflict-${w.state_proposed}`)
    await second.page.keyboard.press('Escape')
    await see(second.page, state, w.state_confirmed)
}

/** The approver decides all but the one that he has confirmed himself. */
async function decideMany({page, w}) {
    await goTo(page, '#/children?state=confirmed')
    await page.locator('.children thead input').check()
    assert.equal(await page.locator('.children tbody tr').count(), 91)
    await page.locator('.selection').getByRole('button', {name: w.action_decide}).click()
    await see(page, 'dialog p', w.ask_decide(90, '90'))
    await see(page, 'dialog .note', w.left_out(1, '1'))
    await page.locator('dialog footer button.main').click()
    await see(page, '.toast', w.did_decide(90, '90'))
    await see(page, '.found', w.found(1, '1'))
}

async function answers({page, w}) {
    await goTo(page, '#/children/0')
    await page.getByRole('button', {name: w.action_accept}).click()
    await see(page, state, w.state_accepted)
    await goTo(page, '#/children/40')
    await page.getByRole('button', {name: w.action_decline}).click()
    await see(page, state, w.state_declined)
}

async function reopen({page, w}) {
    await goTo(page, '#/children/0')
    await page.getByRole('button', {name: w.action_reopen}).click()
    await page.locator('dialog textarea').fill('Fel adress i ansökan')
    await page.locator('dialog footer button.main').click()
    await see(page, state, w.state_confirmed)
}

async function logged({page, w}) {
    await goTo(page, '#/log')
    await see(page, '.log tbody tr:first-child', w.action_reopen)
    assert.equal(await page.locator('.log tbody tr').count(), 100)
    await page.getByRole('link', {name: w.older}).click()
    await settled(page)
    await see(page, 'a', w.newest)
    await goTo(page, '#/log?before=5')
    assert.equal(await page.locator('.log tbody tr').count(), 4)
    await see(page, '.log tbody tr:last-child', w.action_run)
}

async function reads({page, w}) {
    await goTo(page, '#/children/5')
    await see(page, '.actions', w.nothing_to_do)
    assert.equal(await page.locator('.actions button').count(), 0)
    await page.getByRole('button', {name: w.log_out}).click()
    await page.locator('.login').waitFor()
}

async function walk(desk, language, w) {
    const people = []
    const sit = async (name) => {
        const person = {...await sitDown(browser, desk, {language}), w}
        people.push(person)
        if (name === 'anna') {
            await wrongPassword(person)
        }
        await logIn(person.page, desk, name)
        return person
    }
    const anna = await sit('anna')
    const bo = await sit('bo')
    await overview(anna, 3000)
    await filters(anna)
    await confirmOne(anna)
    const listed = await anna.page.evaluate(async () =>
        (await (await fetch('/api/1/children?school=1&limit=1')).json()).children[0].child)
    await goTo(bo.page, `#/children/${listed}`)
    await confirmMany(anna, bo)
    await selectFilter(anna)
    await override(anna)
    await conflict(anna, bo)
    await decideMany(bo)
    await answers(anna)
    await reopen(bo)
    await logged(anna)
    await overview(anna, 3000 - 92)
    await reads(await sit('rut'))
    assert.deepEqual(people.flatMap((person) => person.offences), [])
    for (const person of people) {
        await person.context.close()
    }
    assert.equal(desk.audit().match(/ held: /g).length, 3)
}

for (const [language, w] of [['sv', sv], ['en', en]]) {
    test(`a whole round (${language})`, async () => {
        const desk = await startDesk(['--four-eyes'])
        try {
            await walk(desk, language, w)
        } finally {
            await desk.stop()
        }
    })
}
