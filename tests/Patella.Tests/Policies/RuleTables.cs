using System.Net;
using System.Security;
using System.Text.Json.Nodes;
using Patella.Tests.Actions;
using Patella.Tests.Servers;

namespace Patella.Tests.Policies;

/// <summary>Tables as tests write them, and the way through their life by the public doors.</summary>
internal static class RuleTables
{
    public const string View = "Customers are told at once what is possible instead.";

    public static readonly object Words = new Dictionary<string, object>
    {
        ["ok"] = Both("可以办理。", "This can be done."),
        ["too-late"] = Both("现在可以先申请换货，人工随时可以帮您。", "An exchange is still possible, and a person is one tap away."),
        ["exchange"] = Both("可以换货。", "You can exchange it."),
        ["look"] = Both("这由专人为您决定。", "A person decides this for you."),
    };

    /// <summary>A model with one table: input columns as expressions with types, rows as cells (inputs, then outcome, reason, instead, withinHours, consent), a note each.</summary>
    public static string Table(string hitPolicy, (string Expression, string Type)[] inputs, params (string[] Cells, string Note)[] rows)
    {
        string[] outputs = ["outcome", "reason", "instead", "withinHours", "consent"];
        var roots = inputs.Select(input => input.Expression.Split('.', ' ', '(', '[')[0]).Where(root => root is "action" or "order" or "consumer" or "caller" or "tenant" or "time").Distinct().ToList();
        var columns = string.Concat(inputs.Select((input, index) => $"<input id=\"i{index}\"><inputExpression id=\"e{index}\" typeRef=\"{input.Type}\"><text>{Xml(input.Expression)}</text></inputExpression></input>"))
            + string.Concat(outputs.Select(output => $"<output id=\"o-{output}\" name=\"{output}\"/>"));
        var body = string.Concat(rows.Select((row, index) => $"<rule id=\"r{index}\">"
            + string.Concat(row.Cells.Take(inputs.Length).Select((cell, column) => $"<inputEntry id=\"r{index}i{column}\"><text>{Xml(cell)}</text></inputEntry>"))
            + string.Concat(outputs.Select((_, column) => $"<outputEntry id=\"r{index}o{column}\"><text>{Xml(row.Cells.ElementAtOrDefault(inputs.Length + column) ?? "null")}</text></outputEntry>"))
            + $"<annotationEntry><text>{Xml(row.Note)}</text></annotationEntry></rule>"));
        return $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="d" name="d" namespace="https://example.test/d">
            {string.Concat(roots.Select(root => $"<inputData id=\"{root}\" name=\"{root}\"><variable name=\"{root}\"/></inputData>"))}
            <decision id="verdict" name="verdict"><variable name="verdict"/>{string.Concat(roots.Select(root => $"<informationRequirement id=\"q-{root}\"><requiredInput href=\"#{root}\"/></informationRequirement>"))}
            <decisionTable id="t" hitPolicy="{hitPolicy}">{columns}<annotation name="why"/>{body}</decisionTable></decision></definitions>
            """;
    }

    /// <summary>Refunds above an amount are refused, others granted.</summary>
    public static string RefuseAbove(long most) => Table(
        "FIRST", [("action.value", "number")],
        ([$"> {most}", "\"refuse\"", "\"too-late\"", "\"exchange\""], "more than we refund"), (["-", "\"allow\"", "\"ok\""], "in favour"));

    /// <summary>Proposed by the agent, tried, signed off and in force; the version as it then stands.</summary>
    public static async Task<JsonNode> Publish(this ActionWorld world, string policy, string dmn, string id, object? words = null, DateTimeOffset? from = null)
    {
        await world.Signed(policy, dmn, id, words);
        var put = await world.Server.Post($"/api/v1/policy-versions/{id}/effective", await world.RuleOwner(), new { from });
        Assert.True(put.Status == HttpStatusCode.OK, put.ToString());
        return put.Json;
    }

    public static async Task<JsonNode> Signed(this ActionWorld world, string policy, string dmn, string id, object? words = null)
    {
        var proposed = await world.Propose(policy, dmn, id, words);
        Assert.True(proposed.Status == HttpStatusCode.Created, proposed.ToString());
        var tried = await world.Server.Post($"/api/v1/policy-versions/{id}/backtests", world.Agent, new { });
        Assert.True(tried.Status == HttpStatusCode.OK, tried.ToString());
        var signed = await world.Server.Post($"/api/v1/policy-versions/{id}/signatures", await world.Legal(), new { hash = proposed.Text("hash") });
        Assert.True(signed.Status == HttpStatusCode.OK, signed.ToString());
        return signed.Json;
    }

    public static Task<Answer> Propose(this ActionWorld world, string policy, string? dmn, string id, object? words = null, string? token = null)
        => world.Server.Post($"/api/v1/policies/{policy}/versions", token ?? world.Agent, new { id, title = "Rule " + id, customerView = View, cases = new[] { "case-1" }, dmn, words = dmn is null ? null : words ?? Words });

    public static Task<string> RuleOwner(this ActionWorld world) => world.Server.SignIn("rule-owner@acme.example");

    public static Task<string> Legal(this ActionWorld world) => world.Server.SignIn("legal@acme.example");

    private static Dictionary<string, string> Both(string chinese, string english) => new() { ["zh-CN"] = chinese, ["en"] = english };

    private static string Xml(string text) => SecurityElement.Escape(text);
}
