namespace Patella.Kernel.Dmn.Feel;

/// <summary>A stable merge sort: whatever the given function answers, it ends after n log n calls.</summary>
internal static class Sorting
{
    /// <summary>Sorts by a function that says whether its first argument precedes its second; by natural order without one.</summary>
    internal static FeelList? Sort(Run run, FeelList list, FeelFunction? precedes)
    {
        run.Grow(list.Count);
        object?[] items = [.. list];
        var buffer = new object?[items.Length];
        for (int width = 1; width < items.Length; width *= 2)
        {
            for (int start = 0; start < items.Length; start += 2 * width)
            {
                if (!Merge(run, precedes, items, buffer, start, width))
                {
                    return null;
                }
            }

            (items, buffer) = (buffer, items);
        }

        return items.Length == 0 ? FeelList.Empty : new FeelList(items);
    }

    private static bool Merge(Run run, FeelFunction? precedes, object?[] from, object?[] into, int start, int width)
    {
        int middle = Math.Min(start + width, from.Length);
        int end = Math.Min(start + (2 * width), from.Length);
        int left = start;
        int right = middle;
        for (int place = start; place < end; place++)
        {
            bool takeRight = left >= middle;
            if (left < middle && right < end)
            {
                if (Precedes(run, precedes, from[right], from[left]) is not { } before)
                {
                    return false;
                }

                takeRight = before;
            }

            into[place] = takeRight ? from[right++] : from[left++];
        }

        return true;
    }

    private static bool? Precedes(Run run, FeelFunction? precedes, object? first, object? second)
    {
        object? answer;
        if (precedes is null)
        {
            run.Spend();
            answer = Ordering.Compare(first, second) is { } order ? order < 0 : null;
        }
        else
        {
            run.Enter();
            answer = precedes.Invoke(run, [first, second]);
            run.Leave();
        }

        if (answer is bool before)
        {
            return before;
        }

        run.Null($"sort: cannot order {FeelText.TypeName(first)} and {FeelText.TypeName(second)}");
        return null;
    }
}
