using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Patella.Tests.Tidy;

/// <summary>
/// Every sentence that tells a caller what is wrong exists in Chinese too: the template of each text that becomes a ProblemText stands in a Texts/problems.json,
/// with the same places, and nothing stands there that no code says.
/// </summary>
internal static partial class ProblemTextRule
{
    private const string Name = "ProblemText";
    private const string Folder = "src/Patella.Service";

    public static IEnumerable<Finding> Check(SourceTree tree)
    {
        var translated = Translations(tree).ToLookup(entry => entry.English, entry => (entry.File, entry.Chinese));
        var said = Constants(tree).ToHashSet();
        foreach (var (file, line, template) in Sentences(tree))
        {
            if (template is null)
            {
                yield return new Finding(file.Path, line, "a sentence that is put together before it becomes a ProblemText cannot be translated: interpolate it in the call, or give it a method of its own");
                continue;
            }

            said.Add(template);
            if (!translated.Contains(template))
            {
                yield return new Finding(file.Path, line, $"the Texts/problems.json of the capability (or of Edge, for what many say) lacks the Chinese of: {template}");
            }
            else if (translated[template].Select(entry => entry.Chinese).Distinct().Count() > 1)
            {
                yield return new Finding(file.Path, line, $"two capabilities tell it differently: {template}");
            }
            else if (translated[template].Any(entry => !Places(entry.Chinese).SetEquals(Places(template))))
            {
                yield return new Finding(file.Path, line, $"the Chinese has other places than: {template}");
            }
        }

        foreach (var entry in Translations(tree).Where(entry => !said.Contains(entry.English)))
        {
            yield return new Finding(entry.File.Path, 1, $"nothing says: {entry.English}");
        }
    }

    /// <summary>Each expression that becomes a ProblemText, with its template; null where it has none.</summary>
    public static IEnumerable<(SourceFile File, int Line, string? Template)> Sentences(SourceTree tree)
    {
        var files = tree.Under(Folder, ".cs").ToList();
        var compilation = CSharp.Compile(files, "Patella.Service");
        foreach (var file in files)
        {
            var model = compilation.GetSemanticModel(CSharp.Parse(file));
            foreach (var expression in CSharp.RootOf(file).DescendantNodes().OfType<ExpressionSyntax>())
            {
                foreach (var template in Becomes(expression, model) ? Templates(expression, model) : [])
                {
                    yield return (file, CSharp.LineOf(expression), template);
                }
            }
        }
    }

    /// <summary>Whole sentences of the kernel and the platform that a capability passes on with <c>ProblemText.Said</c>.</summary>
    private static IEnumerable<string> Constants(SourceTree tree)
        => tree.Under("src", ".cs").Where(file => !file.Path.StartsWith(Folder, StringComparison.Ordinal))
            .SelectMany(file => CSharp.RootOf(file).DescendantNodes().OfType<LiteralExpressionSyntax>()).Select(literal => literal.Token.ValueText);

    private static bool Becomes(ExpressionSyntax expression, SemanticModel model) => expression switch
    {
        ParenthesizedExpressionSyntax => false,
        CastExpressionSyntax cast => model.GetTypeInfo(cast.Type).Type?.Name == Name,
        _ => model.GetTypeInfo(expression) is { ConvertedType.Name: Name, Type: { Name: not Name } },
    };

    private static IEnumerable<string?> Templates(ExpressionSyntax expression, SemanticModel model) => expression switch
    {
        ConditionalExpressionSyntax choice => Templates(choice.WhenTrue, model).Concat(Templates(choice.WhenFalse, model)),
        SwitchExpressionSyntax choice => choice.Arms.Where(arm => arm.Expression is not ThrowExpressionSyntax).SelectMany(arm => Templates(arm.Expression, model)),
        ParenthesizedExpressionSyntax inner => Templates(inner.Expression, model),
        CastExpressionSyntax { Expression: InterpolatedStringExpressionSyntax text } => [TemplateOf(text)],
        CastExpressionSyntax cast => Templates(cast.Expression, model),
        InterpolatedStringExpressionSyntax text when model.GetTypeInfo(text).ConvertedType?.Name == Name => [TemplateOf(text)],
        _ when model.GetConstantValue(expression) is { HasValue: true, Value: string constant } => [Escape(constant)],
        _ => [null],
    };

    private static string TemplateOf(InterpolatedStringExpressionSyntax text)
    {
        var place = 0;
        return string.Concat(text.Contents.Select(part => part switch
        {
            InterpolatedStringTextSyntax literal => literal.TextToken.ValueText,
            InterpolationSyntax value => $"{{{place++}{(value.FormatClause is { } format ? ":" + format.FormatStringToken.ValueText : "")}}}",
            _ => throw new InvalidOperationException($"Unknown part {part.Kind()}."),
        }));
    }

    private static IEnumerable<(SourceFile File, string English, string Chinese)> Translations(SourceTree tree)
        => tree.Under(Folder, "/Texts/problems.json").SelectMany(file => JsonSerializer.Deserialize<Dictionary<string, string>>(file.Text)!.Select(pair => (file, pair.Key, pair.Value)));

    private static HashSet<string> Places(string template) => [.. Place().Matches(template).Select(match => match.Groups[1].Value)];

    private static string Escape(string text) => text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<!\{)\{([0-9]+)[}:]")]
    private static partial Regex Place();
}
