namespace Patella.Kernel.Dmn.Feel;

/// <summary>One evaluation: its budget, its problems, its moment. Used by one thread and thrown away.</summary>
internal sealed class Run(DmnLimits limits, DateTimeOffset? now, ExplanationBuilder? explanation, CancellationToken cancellation)
{
    private const int CancellationEvery = 1024;
    private const int ItemsPerStep = 16;
    private const int LongestMessage = 300;
    private readonly List<DmnProblem> problems = [];
    private long nextCancellationCheck = CancellationEvery;
    private int depth;

    /// <summary>Steps used so far.</summary>
    internal long Steps { get; private set; }

    /// <summary>Whether any problem was an error, those beyond the ones kept included.</summary>
    internal bool HasErrors { get; private set; }

    internal IReadOnlyList<DmnProblem> Problems => problems;

    /// <summary>The element being evaluated, for messages.</summary>
    internal string Place { get; set; } = "";

    /// <summary>The moment that now() and today() give; null when the caller passed none.</summary>
    internal DateTimeOffset? Now => now;

    /// <summary>Where to note how the result came about; null when nobody asked.</summary>
    internal ExplanationBuilder? Explanation => explanation;

    /// <summary>Uses steps of the budget.</summary>
    /// <exception cref="DmnLimitException">The budget is used up, or the caller cancelled.</exception>
    internal void Spend(long steps = 1)
    {
        Steps += steps;
        if (Steps > limits.MaxSteps)
        {
            throw new DmnLimitException(DmnLimit.Steps, $"it used more than {limits.MaxSteps} steps", Place);
        }

        if (Steps >= nextCancellationCheck)
        {
            nextCancellationCheck = Steps + CancellationEvery;
            if (cancellation.IsCancellationRequested)
            {
                throw new DmnLimitException(DmnLimit.Cancelled, "the caller cancelled it", Place);
            }
        }
    }

    /// <summary>Announces a list or string of this size before it is built.</summary>
    internal void Grow(long size)
    {
        Fit(size);
        Spend(1 + (size / ItemsPerStep));
    }

    /// <summary>Checks a size that is reached in parts whose cost is counted elsewhere.</summary>
    internal void Fit(long size)
    {
        if (size > limits.MaxSize)
        {
            throw new DmnLimitException(DmnLimit.Size, $"it builds a list or text of more than {limits.MaxSize} items or characters", Place);
        }
    }

    /// <summary>Uses steps for an operation that walks through a whole value.</summary>
    internal void Walk(object? value)
    {
        long size = value is string text ? text.Length : Measure.Of(value).Weight;
        if (size > ItemsPerStep)
        {
            Spend(size / ItemsPerStep);
        }
    }

    internal void Enter()
    {
        if (++depth > limits.MaxDepth)
        {
            throw new DmnLimitException(DmnLimit.Depth, $"it calls more than {limits.MaxDepth} functions inside one another", Place);
        }

        StackGuard.Check();
        Spend();
    }

    internal void Leave() => depth--;

    /// <summary>Notes a problem and gives null, the value FEEL has for an error.</summary>
    internal object? Null(string message)
    {
        Note(message, DmnSeverity.Error);
        return null;
    }

    internal void Note(string message, DmnSeverity severity)
    {
        HasErrors |= severity == DmnSeverity.Error;
        if (problems.Count < limits.MaxProblems)
        {
            problems.Add(new DmnProblem(Place, message.Length > LongestMessage ? message[..LongestMessage] + "..." : message, severity));
        }
    }
}
