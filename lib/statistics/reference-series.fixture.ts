/** Montgomery, "Introduction to Statistical Quality Control", example 6.5: costs of 40 loan applications in dollars. */
export const LOAN_COSTS: readonly number[] = [
  310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304, 305, 282, 305, 296, 314, 295, 287,
  301, 298, 311, 310, 292, 305, 299, 304, 310, 304, 305, 333, 328,
];

/** Montgomery, example 7.3: nonconformities in 46 samples of 100 circuit boards; the first 26 are the baseline, 6 and 20 excluded. */
export const CIRCUIT_BOARDS: readonly number[] = [
  21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15, 16, 18, 12, 15, 24, 21, 28, 20, 25,
  19, 18, 21, 16, 22, 19, 12, 14, 9, 16, 21,
];

/** Montgomery, example 7.4: errors in 20 weekly samples of 50 shipments. */
export const SHIPMENT_ERRORS: readonly number[] = [2, 3, 8, 1, 1, 4, 1, 4, 5, 1, 8, 2, 4, 3, 4, 1, 8, 3, 7, 4];

/** Montgomery, table 7.4: purchase orders drawn and found nonconforming in 25 weeks. */
export const PURCHASE_ORDERS = {
  drawn: [100, 80, 80, 100, 110, 110, 100, 100, 90, 90, 110, 120, 120, 120, 110, 80, 80, 80, 90, 100, 100, 100, 100, 90, 90],
  nonconforming: [12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9],
} as const;

/** Montgomery, table 7.14: hours between 20 failures of a valve. */
export const VALVE_FAILURES: readonly number[] = [
  286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96,
];

/** Adventure Works (sample database of Microsoft, MIT): online revenue per day from 7 April to 1 June 2014, thousand dollars. */
export const ONLINE_REVENUE: readonly number[] = [
  58.438, 69.079, 50.456, 60.259, 60.382, 45.438, 60.012, 63.75, 69.543, 54.233, 47.691, 62.944, 79.066, 67.913, 59.918, 61.51, 65.68,
  64.846, 47.127, 54.616, 59.939, 64.306, 45.771, 74.052, 44.651, 35.496, 58.529, 49.467, 66.288, 82.848, 89.097, 62.187, 63.484, 58.305,
  79.844, 55.054, 57.722, 96.612, 65.564, 58.464, 71, 58.087, 72.013, 67.275, 83.119, 66.769, 48.792, 65.922, 76.915, 69.534, 58.081,
  78.907, 60.96, 48.375, 1.835, 1.514,
];

/** Adventure Works: work orders finished by their due date, and all, by month due, June 2011 to May 2014. */
export const WORK_ORDERS = {
  onTime: [
    479, 902, 895, 906, 948, 966, 999, 1009, 941, 1002, 1016, 1069, 1085, 1170, 1209, 1092, 1148, 1191, 1188, 1242, 1088, 1206, 1239, 1363,
    1491, 1725, 1883, 1829, 1965, 2034, 2090, 2028, 1844, 2136, 2209, 2249,
  ],
  due: [
    688, 1261, 1217, 1263, 1294, 1316, 1402, 1370, 1312, 1350, 1437, 1464, 1583, 1664, 1693, 1566, 1646, 1776, 1734, 1722, 1589, 1749, 1806,
    1930, 2292, 2647, 2767, 2803, 2879, 3123, 3127, 3110, 2793, 3188, 3277, 3381,
  ],
} as const;
