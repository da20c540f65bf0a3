/** The table editor speaks English by itself; these are its words in Chinese. A word that is missing stays English. */
const chinese: Record<string, string> = {
  'Add cell description': '添加单元格说明', 'Remove cell description': '移除单元格说明', 'Add input column left': '在左侧添加输入列', 'Add input column right': '在右侧添加输入列', 'Add input': '添加输入',
  'Add output column left': '在左侧添加输出列', 'Add output column right': '在右侧添加输出列', 'Add output': '添加输出', 'Add predefined values': '添加可选值', 'Add rule above': '在上方添加一行', 'Add rule below': '在下方添加一行',
  'Add rule': '添加一行', 'Add values': '添加值', After: '之后', And: '且', Annotation: '说明', Annotations: '说明', Before: '之前', Between: '介于', 'Boolean value': '是否值', 'Change cell expression language': '更改单元格的表达式语言',
  'Clear predefined values': '清除可选值', 'Comparison operator': '比较方式', Comparison: '比较', 'Copy input column': '复制输入列', 'Copy output column': '复制输出列', 'Copy rule': '复制此行', 'Custom values': '自定义值',
  'Cut input column': '剪切输入列', 'Cut output column': '剪切输出列', 'Cut rule': '剪切此行', 'Date and time value': '日期时间值', 'Date and time': '日期时间', 'Date value': '日期值', Date: '日期', 'Decision name': '规则名称',
  'Decision name: ': '规则名称：', 'Duration value': '时长', 'Edit boolean': '编辑是否值', 'Edit date and time': '编辑日期时间', 'Edit date': '编辑日期', 'Edit duration': '编辑时长', 'Edit input': '编辑输入', 'Edit number': '编辑数字', 'Edit output': '编辑输出',
  'Edit string': '编辑文字', 'Edit time': '编辑时间', Edit: '编辑', 'End date': '结束日期', 'End time': '结束时间', 'End value': '结束值', 'Enter expression': '输入表达式', Equals: '等于', Exactly: '恰好', Exclude: '不含', 'Expression language': '表达式语言',
  Expression: '表达式', 'Greater or equals': '大于等于', Greater: '大于', 'Hit policy': '命中方式', 'Hit policy:': '命中方式：', Include: '包含', 'Input expression': '输入表达式', 'Input expression: ': '输入表达式：', 'Input label': '输入名称', 'Input label: ': '输入名称：',
  'Input type': '输入类型', 'Input values': '输入取值', Input: '输入', 'Less or equals': '小于等于', Less: '小于', 'Match none': '都不匹配', 'Match one': '匹配其一', 'Move rule': '移动此行', 'No values': '没有可选值', No: '否', 'Output label': '输出名称',
  'Output label: ': '输出名称：', 'Output name': '输出字段', 'Output name: ': '输出字段：', 'Output type': '输出类型', 'Output values': '输出取值', Output: '输出', 'Paste input column left': '粘贴输入列到左侧', 'Paste input column right': '粘贴输入列到右侧',
  'Paste output column left': '粘贴输出列到左侧', 'Paste output column right': '粘贴输出列到右侧', 'Paste rule above': '粘贴到上方', 'Paste rule below': '粘贴到下方', 'Predefined values': '可选值', 'Range end operator': '范围终点', 'Range end value': '范围终值',
  'Range start operator': '范围起点', 'Range start value': '范围起值', Range: '范围', 'Remove input column': '删除输入列', 'Remove output column': '删除输出列', 'Remove rule': '删除此行', Resize: '调整宽度', 'Set date and time': '设置日期时间', 'Set date': '设置日期',
  'Set duration': '设置时长', 'Set time': '设置时间', 'Set value': '设置值', 'Start date': '开始日期', 'Start time': '开始时间', 'Start value': '起始值', 'String value': '文字值', 'Strings must be in double quotes': '文字须用双引号括起', 'Test type': '判断方式',
  Then: '则', 'Time value': '时间值', Time: '时间', Type: '类型', 'Use now': '现在', 'Use today': '今天', Value: '值', Values: '值', When: '当', Yes: '是', 'View DRD': '查看规则图',
  Unique: '唯一', First: '首个', Priority: '优先级', Any: '任一', Collect: '汇总', 'Rule order': '按行序', 'Output order': '按输出序', 'Collect (Sum)': '汇总（合计）', 'Collect (Min)': '汇总（最小）', 'Collect (Max)': '汇总（最大）', 'Collect (Count)': '汇总（计数）',
};

/** A translator as the editor's modules expect it. */
export const tableWords = (language: string) => ({
  translate: ['value', (word: string, values: Record<string, string> = {}) => {
    const known = language === 'zh-CN' ? chinese[word] ?? word : word;
    return known.replace(/\{([^}]+)\}/g, (whole, name: string) => values[name.trim()] ?? whole);
  }],
});
