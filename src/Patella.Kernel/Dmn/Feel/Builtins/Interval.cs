namespace Patella.Kernel.Dmn.Feel;

/// <summary>A range, or a point as the range from itself to itself, for comparing the ends of two.</summary>
internal readonly record struct Interval(object? Start, bool StartIn, object? End, bool EndIn)
{
    internal static Interval Of(object? value) =>
        value is FeelRange range ? new Interval(range.Start, range.StartIncluded, range.End, range.EndIncluded) : new Interval(value, true, value, true);

    internal static bool Comparable(object? left, object? right)
    {
        Interval a = Of(left);
        Interval b = Of(right);
        object? one = a.Start ?? a.End;
        object? other = b.Start ?? b.End;
        return Ordering.Compare(one, other) is not null;
    }

    internal static bool Before(Interval a, Interval b) =>
        a.End is not null && b.Start is not null && Order(a.End, b.Start) is var order && (order < 0 || (order == 0 && !(a.EndIn && b.StartIn)));

    internal static bool Meets(Interval a, Interval b) => a.EndIn && b.StartIn && a.End is not null && Order(a.End, b.Start) == 0;

    internal static bool Overlaps(Interval a, Interval b) => !Before(a, b) && !Before(b, a);

    internal static bool OverlapsBefore(Interval a, Interval b) =>
        Overlaps(a, b)
        && (StartOrder(a, b) is var start && (start < 0 || (start == 0 && a.StartIn && !b.StartIn)))
        && (EndOrder(a, b) is var end && (end < 0 || (end == 0 && (!a.EndIn || b.EndIn))));

    internal static bool Finishes(Interval a, Interval b) =>
        a.EndIn == b.EndIn && EndOrder(a, b) == 0 && StartsWithin(a, b);

    internal static bool Includes(Interval a, Interval b) => StartsWithin(b, a) && EndsWithin(b, a);

    internal static bool Starts(Interval a, Interval b) =>
        a.StartIn == b.StartIn && StartOrder(a, b) == 0 && EndsWithin(a, b);

    internal static bool Coincides(Interval a, Interval b) =>
        StartOrder(a, b) == 0 && EndOrder(a, b) == 0 && a.StartIn == b.StartIn && a.EndIn == b.EndIn;

    private static bool StartsWithin(Interval inner, Interval outer) =>
        StartOrder(inner, outer) is var order && (order > 0 || (order == 0 && (!inner.StartIn || outer.StartIn)));

    private static bool EndsWithin(Interval inner, Interval outer) =>
        EndOrder(inner, outer) is var order && (order < 0 || (order == 0 && (!inner.EndIn || outer.EndIn)));

    // An open start lies before every value, an open end after every value.
    private static int StartOrder(Interval a, Interval b) => (a.Start, b.Start) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        _ => Order(a.Start, b.Start),
    };

    private static int EndOrder(Interval a, Interval b) => (a.End, b.End) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        _ => Order(a.End, b.End),
    };

    private static int Order(object? left, object? right) => Ordering.Compare(left, right) ?? 0;
}
