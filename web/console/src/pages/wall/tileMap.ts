/**
 * A map of tiles: each region is one tile, near where it lies, and all are of one size. Drawn by us from whole degrees; a name that is not known here stands in the rows below.
 */
const places: readonly [names: string, longitude: number, latitude: number][] = [
  ['北京|Beijing', 116, 40], ['天津|Tianjin', 117, 39], ['河北|Hebei', 114, 38], ['山西|Shanxi', 112, 38], ['内蒙古|Inner Mongolia', 111, 42], ['辽宁|Liaoning', 123, 42], ['吉林|Jilin', 126, 44],
  ['黑龙江|Heilongjiang', 127, 47], ['上海|Shanghai', 122, 31], ['江苏|Jiangsu', 119, 33], ['浙江|Zhejiang', 120, 29], ['安徽|Anhui', 117, 32], ['福建|Fujian', 118, 26], ['江西|Jiangxi', 116, 28],
  ['山东|Shandong', 118, 36], ['河南|Henan', 113, 34], ['湖北|Hubei', 112, 31], ['湖南|Hunan', 112, 28], ['广东|Guangdong', 113, 23], ['广西|Guangxi', 108, 23], ['海南|Hainan', 110, 19], ['重庆|Chongqing', 107, 30],
  ['四川|Sichuan', 103, 31], ['贵州|Guizhou', 107, 27], ['云南|Yunnan', 102, 25], ['西藏|Tibet', 91, 30], ['陕西|Shaanxi', 109, 35], ['甘肃|Gansu', 104, 36], ['青海|Qinghai', 98, 36], ['宁夏|Ningxia', 106, 38],
  ['新疆|Xinjiang', 87, 43], ['台湾|Taiwan', 121, 24], ['香港|Hong Kong', 114, 22], ['澳门|Macau', 113, 22], ['哈尔滨|Harbin', 127, 46], ['长春|Changchun', 125, 44], ['沈阳|Shenyang', 123, 42], ['大连|Dalian', 122, 39],
  ['石家庄|Shijiazhuang', 114, 38], ['太原|Taiyuan', 113, 38], ['济南|Jinan', 117, 37], ['青岛|Qingdao', 120, 36], ['郑州|Zhengzhou', 114, 35], ["西安|Xi'an", 109, 34], ['兰州|Lanzhou', 104, 36], ['西宁|Xining', 102, 37],
  ['银川|Yinchuan', 106, 38], ['乌鲁木齐|Urumqi', 88, 44], ['呼和浩特|Hohhot', 112, 41], ['南京|Nanjing', 119, 32], ['苏州|Suzhou', 121, 32], ['无锡|Wuxi', 120, 32], ['杭州|Hangzhou', 120, 30], ['宁波|Ningbo', 122, 30],
  ['合肥|Hefei', 117, 32], ['武汉|Wuhan', 114, 31], ['长沙|Changsha', 113, 28], ['南昌|Nanchang', 116, 29], ['福州|Fuzhou', 119, 26], ['厦门|Xiamen', 118, 24], ['广州|Guangzhou', 113, 23], ['深圳|Shenzhen', 114, 22],
  ['东莞|Dongguan', 114, 23], ['佛山|Foshan', 113, 23], ['南宁|Nanning', 108, 23], ['海口|Haikou', 110, 20], ['成都|Chengdu', 104, 31], ['贵阳|Guiyang', 107, 27], ['昆明|Kunming', 103, 25], ['拉萨|Lhasa', 91, 30],
];
const known = new Map(places.flatMap(([names, longitude, latitude]) => names.split('|').map((name) => [name, { longitude, latitude }] as const)));
/** What people write behind a name. */
const plain = (name: string): string => name.replace(/(壮族|回族|维吾尔)?(自治区|特别行政区)$|[省市]$/, '');

export interface Tile { name: string; column: number; row: number }

const columns = 8;
const rowsOfMap = 6;

/** One tile for each name, none on another, in the rows that are needed; the same for the same names in any order. */
export function tileMap(names: readonly string[]): { tiles: Tile[]; columns: number; rows: number } {
  const sorted = [...new Set(names)].sort();
  const found = sorted.flatMap((name) => { const place = known.get(plain(name)); return place ? [{ name, ...place }] : []; });
  const taken = new Map<string, string>();
  const scale = (value: number, all: number[], cells: number) => { const [least, most] = [Math.min(...all), Math.max(...all)]; return most === least ? 0 : ((value - least) / (most - least)) * (cells - 1); };
  // From the west to the east, so that neighbours push each other the way they lie.
  for (const place of found.sort((one, other) => one.longitude - other.longitude || other.latitude - one.latitude || one.name.localeCompare(other.name))) {
    const x = scale(place.longitude, found.map((one) => one.longitude), columns);
    const y = scale(-place.latitude, found.map((one) => -one.latitude), rowsOfMap);
    taken.set(nearestFree(x, y, taken), place.name);
  }
  const last = Math.max(-1, ...[...taken.keys()].map((cell) => Number(cell.split(',')[1])));
  sorted.filter((name) => !known.has(plain(name))).forEach((name, index) => taken.set(`${index % columns},${last + 1 + Math.floor(index / columns)}`, name));
  return squeezed([...taken].map(([cell, name]) => { const [column = 0, row = 0] = cell.split(',').map(Number); return { name, column, row }; }));
}

function nearestFree(x: number, y: number, taken: ReadonlyMap<string, string>): string {
  let best = '';
  let least = Number.POSITIVE_INFINITY;
  for (let row = 0; row < rowsOfMap * 2; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const far = (column - x) ** 2 + (row - y) ** 2;
      if (far < least && !taken.has(`${column},${row}`)) [best, least] = [`${column},${row}`, far];
    }
  }
  return best;
}

/** Without empty rows and columns. */
function squeezed(tiles: Tile[]): { tiles: Tile[]; columns: number; rows: number } {
  const used = (values: number[]) => [...new Set(values)].sort((one, other) => one - other);
  const [usedColumns, usedRows] = [used(tiles.map((tile) => tile.column)), used(tiles.map((tile) => tile.row))];
  return { tiles: tiles.map((tile) => ({ name: tile.name, column: usedColumns.indexOf(tile.column), row: usedRows.indexOf(tile.row) })), columns: usedColumns.length, rows: usedRows.length };
}
