namespace Patella.Kernel.Dmn.Feel;

/// <summary>for, some, every and filters.</summary>
internal sealed partial class FeelEmitter
{
    private Evaluator For(ForNode node, EmitScope scope)
    {
        var results = new SlotScope(scope, "partial");
        (LoopSource[] sources, EmitScope inner) = Iterators(node.Iterators, results);
        return For(results, sources, Emit(node.Body, inner));
    }

    /// <summary>A loop over compiled parts; the results so far are in the frame of <paramref name="results"/>.</summary>
    internal static Evaluator For(SlotScope results, LoopSource[] sources, Evaluator body)
    {
        bool wantsPartial = results.Used;
        return frame =>
        {
            var collected = new LoopResults(frame.Run);
            object?[] partial = [FeelList.Empty];
            bool complete = Loops.Each(frame.Child(partial), sources, 0, inner =>
            {
                collected.Add(body(inner));
                if (wantsPartial)
                {
                    partial[0] = collected.SoFar();
                }

                return true;
            });
            return complete ? collected.SoFar() : null;
        };
    }

    private Evaluator Quantified(QuantifiedNode node, EmitScope scope)
    {
        (LoopSource[] sources, EmitScope inner) = Iterators(node.Iterators, scope);
        return Quantified(node.Every, sources, Emit(node.Condition, inner));
    }

    /// <summary>some or every over compiled parts: three-valued, and null when a condition is no boolean.</summary>
    internal static Evaluator Quantified(bool every, LoopSource[] sources, Evaluator condition) => frame =>
    {
        object? result = FeelValues.Box(every);
        bool sound = true;
        bool complete = Loops.Each(frame, sources, 0, inner =>
        {
            object? met = condition(inner);
            if (met is not (null or bool))
            {
                frame.Run.Null($"a condition should be boolean but is {FeelText.TypeName(met)}");
                return sound = false;
            }

            result = every ? Logic.And(result, met) : Logic.Or(result, met);
            return !(result is bool decided && decided != every);
        });
        bool decidedEarly = result is bool early && early != every;
        return sound && (complete || decidedEarly) ? result : null;
    };

    private (LoopSource[] Sources, EmitScope Inner) Iterators(IReadOnlyList<IteratorNode> iterators, EmitScope scope)
    {
        var sources = new LoopSource[iterators.Count];
        for (int position = 0; position < sources.Length; position++)
        {
            IteratorNode iterator = iterators[position];
            Evaluator start = Emit(iterator.Source, scope);
            sources[position] = new LoopSource(start, iterator.End is null ? null : Emit(iterator.End, scope));
            scope = new SlotScope(scope, iterator.Name);
        }

        return (sources, scope);
    }

    private Evaluator Filter(Evaluator source, Node filter, EmitScope scope) =>
        Filter(source, Emit(filter, new FilterScope(scope)), IsCondition(filter));

    /// <summary>A filter over compiled parts; the filter runs in a frame whose only slot is the item.</summary>
    /// <param name="condition">Whether the filter can only be a condition, which of an empty list has no item to be wrong about.</param>
    internal static Evaluator Filter(Evaluator source, Evaluator filter, bool condition = false) => frame =>
    {
        object? value = source(frame);
        FeelList list = value as FeelList ?? (value is null ? FeelList.Empty : new FeelList([value]));
        if (condition && list.Count == 0)
        {
            return FeelList.Empty;
        }

        object? first = filter(frame.Child(list.Count > 0 ? list[0] : null));
        return first is decimal index ? Loops.At(frame.Run, list, index) : Where(frame, list, filter, first);
    };

    private static bool IsCondition(Node filter) => filter is ComparisonNode or AndNode or OrNode or BetweenNode or InNode or InstanceOfNode or QuantifiedNode;

    private static FeelList? Where(Frame frame, FeelList list, Evaluator filter, object? first)
    {
        var kept = new List<object?>();
        frame.Run.Grow(list.Count);
        for (int position = 0; position < list.Count; position++)
        {
            object? met = position == 0 ? first : filter(frame.Child(list[position]));
            if (met is not (null or bool))
            {
                frame.Run.Null($"a filter should be boolean or a position but is {FeelText.TypeName(met)}");
                return null;
            }

            if (met is true)
            {
                kept.Add(list[position]);
            }
        }

        return FeelList.Of(kept);
    }
}
