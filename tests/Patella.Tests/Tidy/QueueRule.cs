using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Patella.Tests.Tidy;

/// <summary>Every queue has a bound: no unbounded channel, no BlockingCollection without a capacity, no ConcurrentQueue.</summary>
internal static class QueueRule
{
    /// <summary>Concurrent queues whose length something else bounds.</summary>
    private static readonly Dictionary<string, string> AllowedFiles = [];

    public static IEnumerable<Finding> Check(SourceTree tree)
        => tree.Under("src", ".cs").Where(file => !AllowedFiles.ContainsKey(file.Path)).SelectMany(CheckCode);

    private static IEnumerable<Finding> CheckCode(SourceFile file)
    {
        foreach (var name in CSharp.RootOf(file).DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (Wrong(name) is { } message)
            {
                yield return new Finding(file.Path, CSharp.LineOf(name), message);
            }
        }
    }

    private static string? Wrong(SimpleNameSyntax name) => name.Identifier.Text switch
    {
        "CreateUnbounded" or "CreateUnboundedPrioritized" => $"Channel.{name.Identifier.Text}: use Channel.CreateBounded and say what happens when it is full",
        "ConcurrentQueue" => "ConcurrentQueue has no bound: use Channel.CreateBounded",
        "BlockingCollection" when name.Parent is ObjectCreationExpressionSyntax made && made.ArgumentList?.Arguments.Count is null or 0 => "BlockingCollection without a capacity",
        "UnboundedChannelOptions" => "UnboundedChannelOptions: use BoundedChannelOptions",
        _ => null,
    };
}
