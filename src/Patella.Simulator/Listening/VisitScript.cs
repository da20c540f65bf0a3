using Patella.Simulator.Ecosystem;

namespace Patella.Simulator.Listening;

/// <summary>Something said in a visit.</summary>
/// <param name="Who">consumer, host, or draft: what the listener would say.</param>
/// <param name="Instead">What the host sends instead of the draft; null for the draft as it is.</param>
internal sealed record VisitLine(string Who, string Text, string? Instead = null);

/// <summary>What the listener wrote down, and what became of it.</summary>
/// <param name="Outcome">answered or obstacle; null while nobody has answered.</param>
internal sealed record VisitNote(string Kind, string Text, string? Outcome = null, string? Answer = null);

/// <summary>One visit: who sits beside whom, how, what is said, and what is written down.</summary>
internal sealed record VisitScript(string Name, string Listener, string Mode, IReadOnlyList<VisitLine> Lines, IReadOnlyList<VisitNote> Notes)
{
    /// <summary>The demonstration's visits: a director who helps to answer and hears back, and one who only listens and waits for an answer.</summary>
    public static IReadOnlyList<VisitScript> All { get; } =
    [
        new("stuck-parcel", DemoPersonas.Emails["executive"], "assisted",
            [
                new("consumer", "我的快递三天没有动了，是给孩子的生日礼物，明天就要用。"),
                new("host", "您别急，我先看一下它停在哪里。"),
                new("draft", "非常抱歉，我们一定尽快处理。", "生日礼物不能耽误：我现在请网点今天派送，一小时内告诉您结果。"),
                new("consumer", "好的，希望真的能到。"),
                new("draft", "我会一直看着这一单，到了您手里才算完。"),
                new("consumer", "谢谢，这样我就放心了。"),
            ],
            [
                new("obstacle", "包裹停了三天，是顾客先来问的，没有人先告诉她。", "obstacle"),
                new("note", "“一小时内告诉您结果”比道歉有用得多，我自己写的那句帮不上忙。", "answered", "说得对。这句话已写进常用回复，新人培训也会用您的这一单。"),
            ]),
        new("refund-words", "director-01@demo.example", "shadow",
            [
                new("consumer", "退款说三到五个工作日，今天第六天了，钱到底在哪？"),
                new("host", "我查到银行那边还没有入账，我把流水号发给您，也替您催一次。"),
                new("consumer", "流水号我看不懂啊。"),
                new("host", "明白，我直接联系银行，下午四点前给您打电话。"),
            ],
            [new("obstacle", "“三到五个工作日”过了以后，没有人主动说一声。顾客看不懂流水号，要的是一个时间。")]),
    ];
}
