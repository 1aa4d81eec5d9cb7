// SPDX-License-Identifier: GPL-3.0-or-later
// Chart.js, fetched when the first chart is drawn. Its colours are the style sheet's, so that dark
// and light are the page's, and whatever a chart shows stands in a table beside it too.

let loading = null

function loadChart() {
    loading ??= new Promise((resolve, reject) => {
        const script = document.createElement('script')
        script.src = '/web/chart.min.js'
        script.onload = () => resolve(window.Chart)
        script.onerror = reject
        document.head.append(script)
    })
    return loading
}

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

function axis(more) {
    return {
        grid: {color: color('--line'), borderColor: color('--line')},
        ticks: {color: color('--soft'), font: {family: 'inherit', size: 12}, ...more},
    }
}

function settings(labels, values, format) {
    const all = values.reduce((sum, value) => sum + value, 0)
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches || navigator.webdriver
    return {
        type: 'bar',
        data: {
            labels,
            datasets: [{
                data: values,
                backgroundColor: labels.map((_, i) => color(i === 0 ? '--chart' : '--chart-soft')),
                borderRadius: 3,
                maxBarThickness: 44,
            }],
        },
        options: {
            animation: still ? false : {duration: 250},
            maintainAspectRatio: false,
            plugins: {
                legend: {display: false},
                tooltip: {callbacks: {label: (item) => format(item.raw, item.raw / all)}},
            },
            scales: {x: {...axis(), grid: {display: false, borderColor: color('--line')}},
                     y: {...axis({precision: 0}), beginAtZero: true}},
        },
    }
}

/** Bars in a canvas that is in the page; answers what lets go of it. */
export async function barChart(canvas, labels, values, format) {
    const Chart = await loadChart()
    let chart = new Chart(canvas, settings(labels, values, format))
    const scheme = matchMedia('(prefers-color-scheme: dark)')
    const again = () => {
        chart.destroy()
        chart = new Chart(canvas, settings(labels, values, format))
    }
    scheme.addEventListener('change', again)
    return () => {
        scheme.removeEventListener('change', again)
        chart.destroy()
    }
}
