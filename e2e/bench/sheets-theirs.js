// SheetJS in a worker, in dense mode: the rows whole, as it wants them.

importScripts('./xlsx.js');

let lines;
let heading;

self.onmessage = async ({ data }) => {
  if (data.titles) {
    heading = data;
    lines = await (await fetch('./rows.jsonl')).text();
    return self.postMessage('ready');
  }
  const begun = performance.now();
  const rows = [heading.titles];
  for (let from = 0; from < lines.length; ) {
    const to = lines.indexOf('\n', from) + 1;
    rows.push(JSON.parse(lines.slice(from, to)));
    from = to;
  }
  const sheet = XLSX.utils.aoa_to_sheet(rows, { dense: true });
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, '企业');
  const bytes = new Uint8Array(XLSX.write(book, { bookType: 'xlsx', type: 'array', dense: true, compression: data.compression }));
  self.postMessage({ ms: performance.now() - begun, bytes }, [bytes.buffer]);
};
