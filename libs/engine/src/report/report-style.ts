export const reportStyle = `
:root{color-scheme:light dark;--line:#8884;--accent:#2b7a78}
body{font:15px/1.5 system-ui,sans-serif;margin:0}main{max-width:70rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.6rem;overflow-wrap:anywhere}h2{margin-top:2rem;font-size:1.2rem}
.tiles{display:flex;flex-wrap:wrap;gap:.75rem}.tiles div{border:1px solid var(--line);border-radius:.5rem;padding:.6rem 1rem}.tiles b{display:block;font-size:1.4rem}
table{border-collapse:collapse;width:100%}caption{text-align:left;opacity:.7}td,th{padding:.25rem .5rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;overflow-wrap:anywhere}
td:nth-child(2):not(.wide td){font-variant-numeric:tabular-nums}.error td:first-child{color:#c0392b;font-weight:600}.warning td:first-child{color:#b9770e;font-weight:600}
details{border:1px solid var(--line);border-radius:.5rem;margin:.4rem 0;padding:.5rem .8rem}summary{cursor:pointer}.kind{border:1px solid var(--accent);color:var(--accent);border-radius:1rem;padding:0 .6rem;font-size:.85em}
.muted{opacity:.7}.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(18rem,1fr));gap:1rem;margin-top:.6rem}svg{width:100%;height:5rem}rect{fill:var(--accent)}meter{width:100%}
`;
