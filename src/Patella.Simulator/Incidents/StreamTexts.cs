namespace Patella.Simulator.Incidents;

/// <summary>What people of the simulated stream say: sentences of our own, put together so that few are alike; or lines of a file.</summary>
internal sealed class StreamTexts(SeededRandom random, IReadOnlyList<string>? lines)
{
    private static readonly string[] Openings = ["你好，", "请问一下，", "麻烦看看，", "我真的很无语，", "昨天开始", "刚才", "从早上到现在", "第二次了，", "", "", "亲，", "客服在吗，", "我朋友和我都遇到，", "说实话"];
    private static readonly string[] Subjects = ["这个订单", "我买的东西", "你们平台", "这家店", "上周下的单", "手机上", "我妈的号", "这次活动", "家里买的那件", "页面上", "我看中的那款", "我的账户"];
    private static readonly string[] Deeds = ["一直不动", "显示错误", "跟说的不一样", "没人管", "点了没反应", "多扣了钱", "到现在没消息", "颜色不对", "少了一件", "打不开", "退回来了", "地址填错", "换了三次还是坏", "等了好久", "价格变了", "找不到入口", "味道怪怪的", "包装破了", "客服不回", "说明看不懂"];
    private static readonly string[] Places = ["在北边仓", "楼下柜子里", "晚上的时候", "用新手机", "用旧电脑", "给老人买的", "送朋友的", "公司收的", "学校门口", "出差在外", "孩子用的", "快过节了"];
    private static readonly string[] Endings = ["，怎么办？", "，请处理。", "，很着急。", "，能不能快点", "！！", "，希望改进", "，谢谢", "。", "，要投诉了", "，给个说法吧", "，在线等", "，太失望"];

    /// <summary>Words of problems that no reason names; each incident outside the tree has some of its own.</summary>
    private static readonly string[][] Unseen =
    [
        ["人脸核验转圈", "刷脸认证卡住", "核验人脸失败"], ["电子发票抬头乱码", "发票抬头全是问号", "开的票抬头不对"], ["语音助手自动下单", "小助手自己买了", "语音误触买了好多"],
        ["积分被清零", "积分一夜没了", "会员积分归零"], ["地图定位到海里", "定位跑到海上", "地址定位漂到外海"], ["礼品卡刮码重复", "卡密重复已用", "刮开的码别人用过"],
        ["直播间红包秒没", "红包点开是空的", "直播红包领空"], ["深色模式看不见字", "夜间模式字是黑的", "黑底黑字看不清"], ["拼团人数卡住", "拼团永远差一人", "成团显示还差"],
        ["家庭号互相登出", "亲情号被踢下线", "家人号互踢"], ["拍照搜同款出错图", "拍照识别全是广告", "识图结果乱来"], ["自提柜取件码失效", "柜子取件码过期", "取件码输了没用"],
    ];

    public static int UnseenCount => Unseen.Length;

    public string Next(string reason)
    {
        if (lines is not null)
        {
            return random.Pick(lines);
        }

        // Each reason leans to two of the deeds, as real ones lean to some words.
        var lean = 0u;
        foreach (var letter in reason)
        {
            lean = (lean * 31) + letter;
        }

        var deed = random.Chance(0.6) ? Deeds[(int)((lean + (uint)random.Next(2)) % (uint)Deeds.Length)] : random.Pick(Deeds);
        return random.Pick(Openings) + random.Pick(Subjects) + (random.Chance(0.5) ? random.Pick(Places) : "") + deed + random.Pick(Endings);
    }

    public string NextUnseen(int problem) => random.Pick(Openings) + (random.Chance(0.5) ? random.Pick(Subjects) : "") + random.Pick(Unseen[problem]) + (random.Chance(0.4) ? random.Pick(Places) : "") + random.Pick(Endings);
}
