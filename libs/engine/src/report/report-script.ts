/**
 * What the report's page does in a browser: it opens a column's details where they are asked for, searches, sorts, and switches between
 * light and dark. It asks for nothing from a network; the page's policy allows this script alone, by its hash.
 */
export const reportScript = String.raw`'use strict';
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const { catalogue, packed, notes, matrices } = read('data');
  const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 7 });
  const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
  const svgSpace = 'http://www.w3.org/2000/svg';

  const element = (name, attributes = {}, ...children) => {
    const made = name.startsWith('svg:') ? document.createElementNS(svgSpace, name.slice(4)) : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const unpack = async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return JSON.parse(await new Response(stream).text());
  };

  const isTime = (column) => column.kind === 'date' || column.kind === 'timestamp';
  const instants = /^(min|max|mean|median|q\d\d|lowerFence|upperFence)$/;
  const moment = (value, kind) => {
    const date = new Date(value);
    return Number.isNaN(date.getTime()) ? number.format(value) : date.toISOString().slice(0, kind === 'date' ? 10 : 19).replace('T', ' ');
  };
  const shown = (id, value, column) => {
    const { unit } = catalogue[id] ?? {};
    if (isTime(column) && unit === 'value') return instants.test(id) ? moment(value, column.kind) : number.format(value / 86400000) + ' days';
    return unit === 'share' ? percent.format(value) : number.format(value);
  };
  const onAxis = (value, column) => (isTime(column) ? moment(value, column.kind) : number.format(value));

  const bars = (title, labels, counts) => {
    const most = Math.max(1, ...counts);
    const width = 320 / counts.length;
    const picture = element('svg:svg', { viewBox: '0 0 320 90', role: 'img', class: 'bars' });
    picture.append(element('svg:title', {}, title));
    counts.forEach((count, at) => {
      const height = (count / most) * 80;
      const bar = element('svg:rect', { x: (at * width + 0.5).toFixed(1), y: (85 - height).toFixed(1), width: Math.max(0.5, width - 1).toFixed(1), height: height.toFixed(1) });
      bar.append(element('svg:title', {}, labels[at] + ': ' + number.format(count)));
      picture.append(bar);
    });
    return element('figure', {}, element('figcaption', {}, title), picture);
  };

  const boxPlot = (column) => {
    const { min, max, q25, q75, median, lowerFence, upperFence } = column.metrics;
    if (min === undefined || !(max > min)) return null;
    const at = (value) => (8 + ((value - min) / (max - min)) * 304).toFixed(1);
    const low = Math.max(min, lowerFence);
    const high = Math.min(max, upperFence);
    const text = 'Minimum ' + onAxis(min, column) + ', quartiles ' + onAxis(q25, column) + ' and ' + onAxis(q75, column) + ', median ' + onAxis(median, column) + ', maximum ' + onAxis(max, column);
    const picture = element('svg:svg', { viewBox: '0 0 320 40', role: 'img', class: 'box' });
    picture.append(
      element('svg:title', {}, text),
      element('svg:line', { x1: at(low), x2: at(high), y1: 20, y2: 20 }),
      element('svg:rect', { x: at(q25), y: 8, width: Math.max(1, at(q75) - at(q25)).toFixed(1), height: 24 }),
      element('svg:line', { x1: at(median), x2: at(median), y1: 6, y2: 34, class: 'median' }),
      element('svg:circle', { cx: at(min), cy: 20, r: 3 }),
      element('svg:circle', { cx: at(max), cy: 20, r: 3 }),
    );
    return element('figure', {}, element('figcaption', {}, 'Box plot'), picture, element('p', { class: 'muted' }, onAxis(min, column) + ' to ' + onAxis(max, column)));
  };

  const frequencies = (title, values, total) => {
    if (values.length === 0) return null;
    const table = element('table', {}, element('caption', {}, title));
    for (const { value, count } of values) {
      const text = value.length > 60 ? value.slice(0, 60) + '…' : value;
      table.append(element('tr', {}, element('td', {}, element('code', {}, text === '' ? '(empty)' : text)), element('td', { class: 'figure' }, number.format(count)), element('td', {}, element('meter', { min: 0, max: 1, value: (count / total).toFixed(4), 'aria-label': percent.format(count / total) }))));
    }
    return table;
  };

  const statistics = (column) => {
    const table = element('table', {}, element('caption', {}, 'Statistics'));
    for (const [id, { title, definition }] of Object.entries(catalogue))
      if (column.metrics[id] !== undefined)
        table.append(element('tr', {}, element('th', { scope: 'row', title: definition }, title), element('td', { class: 'figure' }, shown(id, column.metrics[id], column))));
    return table;
  };

  const meaning = (column) => {
    if (column.semantic.length === 0) return '';
    return ' They look like ' + column.semantic.slice(0, 3).map(({ type, share, confirmed, by }) => type.replaceAll('-', ' ') + ' (' + percent.format(share) + (confirmed ? ', by ' + by : ', not confirmed') + ')').join(', ') + '.';
  };

  const evidence = (column) => {
    const { candidate, fits, misfits, misfitRows, dateOrder, isOrderGuessed } = column.evidence;
    const rows = misfitRows.length === 0 ? '' : ', first in rows ' + misfitRows.join(', ');
    const order = dateOrder === null ? '' : ' Dates are read with the ' + (dateOrder === 'dayFirst' ? 'day' : 'month') + ' first' + (isOrderGuessed ? ', which is a guess.' : '.');
    return element('p', { class: 'muted' }, misfits === 0 ? number.format(fits) + ' values are ' + candidate + '.' + order + meaning(column) : number.format(fits) + ' values are ' + candidate + ', ' + number.format(misfits) + ' are not' + rows + '.' + order + meaning(column));
  };

  const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
  const detail = (column) => {
    const total = column.metrics.count;
    const { histogram, times } = column;
    const pictures = [
      boxPlot(column),
      histogram && bars('Histogram', histogram.counts.map((_, at) => onAxis(histogram.edges[at], column) + ' to ' + onAxis(histogram.edges[at + 1] ?? histogram.edges[at], column)), histogram.counts),
      times && bars('By day of the week', days, times.weekdays),
      times && times.granularity !== 'day' && bars('By hour, in UTC', times.hours.map((_, at) => at + ':00'), times.hours),
      frequencies('Most frequent values', column.top, total),
      frequencies('Rarest values', column.rarest, total),
      frequencies('Words for no value', column.nullTokens, total),
      frequencies('Formats', column.masks, total),
    ].filter(Boolean);
    const own = notes.filter((note) => note.column === column.name);
    const list = own.length === 0 ? [] : [element('ul', { class: 'notes' }, ...own.map((note) => element('li', { class: note.severity }, note.message + ' ' + note.advice)))];
    return element('div', { class: 'detail' }, evidence(column), ...list, element('div', { class: 'grid' }, statistics(column), element('div', {}, ...pictures)));
  };

  const rows = [...document.querySelectorAll('#columns tbody tr')];
  const toggle = async (row) => {
    const button = row.querySelector('button');
    const open = button.getAttribute('aria-expanded') === 'true';
    button.setAttribute('aria-expanded', String(!open));
    if (open) {
      row.nextElementSibling.remove();
      return;
    }
    const column = await unpack(packed[Number(row.dataset.at)]);
    if (button.getAttribute('aria-expanded') === 'true' && !row.nextElementSibling?.classList.contains('opened'))
      row.after(element('tr', { class: 'opened' }, element('td', { colspan: 6 }, detail(column))));
  };
  for (const row of rows) row.querySelector('button').addEventListener('click', () => void toggle(row));

  // A table with colours: who cannot see the colours reads or hears the numbers.
  const nameAt = (position) => document.querySelector('#columns tr[data-at="' + position + '"] button').textContent;
  const matrixTable = ({ title, columns, values }) => {
    const names = columns.map(nameAt);
    const corner = element('tr', {}, element('td', {}), ...names.map((name) => element('th', { scope: 'col' }, element('span', {}, name))));
    const table = element('table', {}, element('caption', {}, title), corner);
    values.forEach((row, a) => {
      const cells = row.map((value, b) => {
        if (value === null) return element('td', { class: 'unknown', title: names[a] + ', ' + names[b] + ': none' }, '');
        const cell = element('td', { title: names[a] + ', ' + names[b] + ': ' + value }, (Math.round(value * 100) / 100 || 0).toFixed(2));
        cell.style.setProperty('--weight', Math.round(Math.abs(value) * 100) + '%');
        if (value < 0) cell.className = 'negative';
        return cell;
      });
      table.append(element('tr', {}, element('th', { scope: 'row' }, names[a]), ...cells));
    });
    return element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': title }, table);
  };
  for (const place of document.querySelectorAll('details[data-matrix]'))
    place.addEventListener('toggle', () => {
      if (place.open && !place.querySelector('table')) place.append(matrixTable(matrices[Number(place.dataset.matrix)]));
    });

  const search = document.getElementById('search');
  const status = document.getElementById('found');
  const sort = document.getElementById('sort');
  const close = () => {
    for (const opened of document.querySelectorAll('tr.opened')) opened.remove();
    for (const row of rows) row.querySelector('button').setAttribute('aria-expanded', 'false');
  };
  search.addEventListener('input', () => {
    close();
    const wanted = search.value.trim().toLowerCase();
    let found = 0;
    for (const row of rows) {
      row.hidden = !row.dataset.search.includes(wanted);
      if (!row.hidden) found += 1;
    }
    status.textContent = found + ' of ' + rows.length + ' columns';
  });
  sort.addEventListener('change', () => {
    close();
    const key = sort.value;
    const by = key === 'name' ? (a, b) => a.dataset.search.localeCompare(b.dataset.search) : key === 'at' ? (a, b) => a.dataset.at - b.dataset.at : (a, b) => b.dataset[key] - a.dataset[key];
    rows.sort(by);
    document.querySelector('#columns tbody').append(...rows);
  });
  document.getElementById('theme').addEventListener('click', () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
  });
  for (const link of document.querySelectorAll('button[data-column]'))
    link.addEventListener('click', () => {
      const row = rows.find((one) => one.dataset.at === link.dataset.column);
      row.hidden = false;
      row.scrollIntoView({ block: 'center' });
      if (row.querySelector('button').getAttribute('aria-expanded') === 'false') void toggle(row);
      row.querySelector('button').focus();
    });
  document.documentElement.dataset.ready = 'yes';
})();
`;
