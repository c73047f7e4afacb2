/** The report's style; colours follow the reader's setting or the page's switch. */
export const reportStyle = `
:root{--paper:#fff;--ink:#1b1f24;--muted:#59636e;--line:#d8dee4;--fill:#f3f5f7;--accent:#2f6f9f;--good:#1a7f4b;--warn:#9a6700;--bad:#b3261e}
@media(prefers-color-scheme:dark){:root{--paper:#14171a;--ink:#e6e9ec;--muted:#9aa5b1;--line:#30363d;--fill:#1c2126;--accent:#6cb0de;--good:#4fc38a;--warn:#d9a530;--bad:#f2857c}}
:root[data-theme=light]{--paper:#fff;--ink:#1b1f24;--muted:#59636e;--line:#d8dee4;--fill:#f3f5f7;--accent:#2f6f9f;--good:#1a7f4b;--warn:#9a6700;--bad:#b3261e}
:root[data-theme=dark]{--paper:#14171a;--ink:#e6e9ec;--muted:#9aa5b1;--line:#30363d;--fill:#1c2126;--accent:#6cb0de;--good:#4fc38a;--warn:#d9a530;--bad:#f2857c}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:1120px;margin:0 auto;padding:24px}
header{display:flex;justify-content:space-between;align-items:start;gap:16px}
h1{margin:0 0 12px;font-size:26px;overflow-wrap:anywhere}h2{font-size:19px;margin:32px 0 10px}
.muted{color:var(--muted)}
.tiles{display:flex;flex-wrap:wrap;gap:10px}.tiles div{background:var(--fill);border:1px solid var(--line);border-radius:8px;padding:10px 16px;color:var(--muted)}.tiles b{display:block;font-size:20px;color:var(--ink)}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding:8px 0 4px}
th,td{text-align:left;padding:5px 8px;border-bottom:1px solid var(--line);vertical-align:top;font-weight:normal;overflow-wrap:anywhere}
thead th{white-space:nowrap;font-weight:600;position:sticky;top:0;background:var(--paper)}
td.figure,th.figure{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
th[title]{text-decoration:underline dotted var(--muted);text-underline-offset:3px;cursor:help}
code{font:13px ui-monospace,monospace;white-space:pre-wrap}
button{font:inherit;color:var(--accent);background:none;border:0;padding:0;text-align:left;cursor:pointer;overflow-wrap:anywhere}
button:focus-visible,input:focus-visible,select:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
#theme{border:1px solid var(--line);border-radius:6px;padding:4px 10px;white-space:nowrap}
#columns button::before{content:'▸ ' / ''}#columns button[aria-expanded=true]::before{content:'▾ ' / ''}
.tools{display:flex;flex-wrap:wrap;gap:12px;align-items:center;margin-bottom:8px}
input,select{font:inherit;color:inherit;background:var(--fill);border:1px solid var(--line);border-radius:6px;padding:5px 9px}
.absent{display:inline-block;width:80px;height:9px;background:var(--fill);border:1px solid var(--line);vertical-align:middle;margin-right:6px}.absent i{display:block;height:100%;background:var(--warn)}
.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(320px,100%),1fr));gap:24px;align-items:start}
.detail{padding:4px 0 16px}
figure{margin:8px 0}figcaption{font-weight:600}
svg{width:100%;max-width:420px;display:block}.bars rect{fill:var(--accent)}.box rect{fill:var(--accent);opacity:.35}.box line{stroke:var(--ink);stroke-width:1.5}.box .median{stroke:var(--accent);stroke-width:3}.box circle{fill:var(--muted)}
.missing{display:flex;flex-wrap:wrap;gap:1px;max-width:100%}.missing i{width:9px;height:28px;background:linear-gradient(to top,var(--warn) var(--share),var(--fill) var(--share));display:block}
meter{width:90px}
.error{color:var(--bad)}.warning{color:var(--warn)}.info{color:var(--muted)}
.notes{margin:6px 0;padding-left:20px}
h3{font-size:15px;margin:14px 0 4px}.sets{margin:0;padding-left:20px}
summary{cursor:pointer;color:var(--accent);padding:4px 0}
.scroll{overflow-x:auto;max-width:100%}.matrix table{width:auto;font-size:12px}.matrix th,.matrix td{padding:3px 5px;border:1px solid var(--line)}
.matrix td{text-align:right;font-variant-numeric:tabular-nums;background:color-mix(in srgb,var(--accent) var(--weight,0%),var(--paper))}.matrix td.negative{background:color-mix(in srgb,var(--warn) var(--weight,0%),var(--paper))}.matrix td.unknown{background:var(--fill)}
.matrix th[scope=col]{vertical-align:bottom}.matrix th[scope=col] span{writing-mode:vertical-rl;max-height:120px;overflow:hidden;white-space:nowrap}.matrix th[scope=row]{max-width:160px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
@media(max-width:640px){main{padding:12px}.grid{grid-template-columns:minmax(0,1fr)}table{display:block;overflow-x:auto}td.figure{white-space:normal}}
@media print{.tools,#theme{display:none}}
`;
