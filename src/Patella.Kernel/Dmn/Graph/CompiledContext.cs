using Patella.Kernel.Dmn.Feel;

namespace Patella.Kernel.Dmn.Graph;

/// <summary>A boxed context as a delegate: entries in order, each seeing those before it; an entry without a name is the result.</summary>
internal static class CompiledContext
{
    internal static Evaluator Of(IReadOnlyList<(string? Name, Evaluator Value)> entries, int slots, CompileContext context)
    {
        string[] names = [.. entries.Where(entry => entry.Name is not null).Select(entry => entry.Name!)];
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length)
        {
            context.Report("a context names an entry twice");
            return frame => frame.Run.Null("a context names an entry twice");
        }

        return frame =>
        {
            StackGuard.Check();
            var values = new object?[slots];
            Frame child = frame.Child(values);
            int slot = 0;
            object? result = null;
            bool hasResult = false;
            foreach ((string? name, Evaluator value) in entries)
            {
                if (name is null)
                {
                    result = value(child);
                    hasResult = true;
                }
                else
                {
                    values[slot] = value(child);
                    slot++;
                }
            }

            return hasResult ? result : new FeelContext(names, values);
        };
    }
}
