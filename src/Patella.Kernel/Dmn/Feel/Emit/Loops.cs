namespace Patella.Kernel.Dmn.Feel;

/// <summary>What a loop runs over: a list, a range, or from a start to an end.</summary>
internal sealed record LoopSource(Evaluator Start, Evaluator? End);

/// <summary>The results of a loop so far; handing them out does not copy them.</summary>
internal sealed class LoopResults(Run run)
{
    private object?[] items = new object?[4];
    private int count;
    private Measure inside = new(1, 0);

    internal void Add(object? item)
    {
        if (count == items.Length)
        {
            run.Grow(count + 1L);
            Array.Resize(ref items, count * 2);
        }

        inside = inside.With(Measure.Of(item));
        items[count++] = item;
    }

    internal FeelList SoFar() => count == 0 ? FeelList.Empty : new FeelList(items, count, inside.Wrapped());
}

/// <summary>Runs loops: every step costs budget, so no loop runs on for ever.</summary>
internal static class Loops
{
    /// <summary>Calls the body for every combination, the last iterator fastest; false when a source cannot be looped over or the body said stop.</summary>
    internal static bool Each(Frame frame, LoopSource[] sources, int level, Func<Frame, bool> body)
    {
        if (level == sources.Length)
        {
            frame.Run.Spend();
            return body(frame);
        }

        StackGuard.Check();
        object? start = sources[level].Start(frame);
        if (sources[level].End is { } endOf)
        {
            return Counting(frame.Run, start, endOf(frame), true, item => Each(frame.Child(item), sources, level + 1, body));
        }

        return Over(frame.Run, start, item => Each(frame.Child(item), sources, level + 1, body));
    }

    /// <summary>The item at a position: 1 is the first, -1 the last; null outside.</summary>
    internal static object? At(Run run, FeelList list, decimal index)
    {
        decimal position = decimal.Truncate(index);
        position = position < 0 ? list.Count + position : position - 1;
        if (position < 0 || position >= list.Count)
        {
            run.Note($"a list of {list.Count} has no item {index}", DmnSeverity.Note);
            return null;
        }

        return list[(int)position];
    }

    private static bool Over(Run run, object? source, Func<object?, bool> body)
    {
        switch (source)
        {
            case null:
                run.Null("there is nothing to loop over: the list is null");
                return false;
            case FeelRange { Form: RangeForm.Interval } range:
                return OverRange(run, range, body);
            case FeelList list:
                for (int position = 0; position < list.Count; position++)
                {
                    if (!body(list[position]))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return body(source);
        }
    }

    private static bool OverRange(Run run, FeelRange range, Func<object?, bool> body)
    {
        if (Ordering.Compare(range.Start, range.End) is not { } order || order > 0)
        {
            run.Null("a range to loop over should run from a smaller to a larger end");
            return false;
        }

        object? start = range.StartIncluded ? range.Start : Next(range.Start, 1);
        object? end = range.EndIncluded ? range.End : Next(range.End, -1);
        return Ordering.Compare(start, end) > 0 || Counting(run, start, end, false, body);
    }

    private static bool Counting(Run run, object? start, object? end, bool mayDescend, Func<object?, bool> body)
    {
        if (start is not (decimal or FeelDate) || Ordering.Compare(start, end) is not { } order)
        {
            run.Null($"cannot count from {FeelText.TypeName(start)} to {FeelText.TypeName(end)}");
            return false;
        }

        int step = order > 0 && mayDescend ? -1 : 1;
        object? item = start;
        while (item is not null && Ordering.Compare(item, end) is { } left && left * step <= 0)
        {
            if (!body(item))
            {
                return false;
            }

            item = Next(item, step);
        }

        return true;
    }

    private static object? Next(object? item, int step) => item switch
    {
        decimal number => number + step,
        FeelDate date => CalendarMath.FromDayNumber(date.DayNumber + step),
        _ => null,
    };
}
