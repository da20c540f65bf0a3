namespace Patella.Kernel.Dmn.Feel;

/// <summary>The relations between points and ranges (Allen's intervals), and range, which reads one from a text.</summary>
internal static class RangeFunctions
{
    internal static BuiltinFunction[] All =>
    [
        new("range", new BuiltinForm("from:string", (run, a) => RangeText.Read((string)a[0]!) ?? run.Null("range: the text is no range of two comparable constants"))),
        Relation("before", Interval.Before),
        Relation("after", (left, right) => Interval.Before(right, left)),
        Ranges("meets", Interval.Meets),
        Ranges("met by", (left, right) => Interval.Meets(right, left)),
        Ranges("overlaps", Interval.Overlaps),
        Ranges("overlaps before", Interval.OverlapsBefore),
        Ranges("overlaps after", (left, right) => Interval.OverlapsBefore(right, left)),
        Relation("finishes", Interval.Finishes),
        Relation("finished by", (left, right) => Interval.Finishes(right, left)),
        Relation("includes", Interval.Includes),
        Relation("during", (left, right) => Interval.Includes(right, left)),
        Relation("starts", Interval.Starts),
        Relation("started by", (left, right) => Interval.Starts(right, left)),
        Relation("coincides", Interval.Coincides),
    ];

    private static BuiltinFunction Relation(string name, Func<Interval, Interval, bool> holds) => new(
        name,
        Form("point1:point, point2:point", name, holds),
        Form("point:point, range:range", name, holds),
        Form("range:range, point:point", name, holds),
        Form("range1:range, range2:range", name, holds));

    private static BuiltinFunction Ranges(string name, Func<Interval, Interval, bool> holds) =>
        new(name, Form("range1:range, range2:range", name, holds));

    private static BuiltinForm Form(string parameters, string name, Func<Interval, Interval, bool> holds) => new(
        parameters,
        (run, a) => Interval.Comparable(a[0], a[1])
            ? FeelValues.Box(holds(Interval.Of(a[0]), Interval.Of(a[1])))
            : run.Null($"{name}: the two cannot be compared"));
}
