using Patella.Platform.Storage;
using Patella.Service.Cases;
using Patella.Service.Conversations;
using Patella.Service.Edge;

namespace Patella.Service.Automations;

/// <summary>Opens a case of a kind from the conversation; where one of that kind is open already, that one stands.</summary>
internal sealed class OpenCaseStep(OpenCase open) : IAutomationStep
{
    public string Name => "open-case";

    public string Argument => StepArgument.CaseKind;

    /// <summary>The consumer is told by the ecosystem itself, which triggers nothing.</summary>
    public (string Event, Facts After)? Causes(string? with) => null;

    public async Task<Problem?> Do(ITransaction transaction, ConversationRow row, string key, Actor actor, string? with) => (await open.ByRule(transaction, row, with!)).Problem;
}
