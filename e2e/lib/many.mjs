// Many enterprises in a page's database, made from one that somebody registered: for journeys through long lists.
//
// Not here: what a row means (`docs/formats/entities.md`).

const SIGNS = [...'样例纺织重庆银行长城机械食品石油天山巴州和静轮台农业科技发展贸易物流建筑材料能源化工电力'];

/** Adds so many of them beside it, at the ledger's next version. Their names, codes and sizes differ. */
export const multiply = (page, count) =>
  page.evaluate(
    async ([count, signs]) => {
      const settled = (request) =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const [{ name }] = await indexedDB.databases();
      const database = await settled(indexedDB.open(name));
      const reading = database.transaction(['entities', 'meta']);
      const keys = await settled(reading.objectStore('entities').getAllKeys());
      const key = keys.find(([list]) => list === 'enterprises');
      const text = new TextDecoder().decode(await settled(reading.objectStore('entities').get(key)));
      const ledger = Number(new TextDecoder().decode(await settled(reading.objectStore('meta').get(['ledger']))));
      const said = (property) => text.match(new RegExp(`"${property}":"([^"]*)"`))?.[1];
      const [id, firm, code] = [key[1], said('ent_name'), said('uscc')];
      let chance = 20231031;
      const one = (of) => {
        chance = (chance * 1103515245 + 12345) % 2147483648;
        return of[Math.floor((chance / 2147483648) * of.length)];
      };
      const bytes = new TextEncoder();
      for (let from = 0; from < count; from += 5000) {
        const writing = database.transaction(['entities', 'meta'], 'readwrite', { durability: 'relaxed' });
        for (let at = from; at < Math.min(count, from + 5000); at += 1) {
          const number = String(at).padStart(8, '0');
          const row = text
            .replaceAll(id, `many-${number}`)
            .replaceAll(firm, `库尔勒${one(signs)}${one(signs)}${one(signs)}${one(signs)}有限公司`)
            .replaceAll(code, `91652899MA${number}`)
            .replaceAll('"ent_size":"unknown"', `"ent_size":"${one(['large', 'medium', 'small', 'micro'])}"`)
            .replaceAll('"area":"area_1"', `"area":"area_${one([1, 2, 3, 4])}"`);
          writing.objectStore('entities').put(bytes.encode(row), ['enterprises', `many-${number}`]);
        }
        writing.objectStore('meta').put(bytes.encode(String(ledger + 1)), ['ledger']);
        await new Promise((resolve, reject) => {
          writing.oncomplete = resolve;
          writing.onabort = () => reject(writing.error);
        });
      }
      database.close();
    },
    [count, SIGNS],
  );
