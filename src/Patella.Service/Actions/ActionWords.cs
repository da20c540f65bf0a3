using Patella.Service.Edge;

namespace Patella.Service.Actions;

/// <summary>Words of actions in the caller's language.</summary>
internal static class ActionWords
{
    public static readonly LocalTexts Texts = new(typeof(ActionWords).Assembly, "Actions.Texts.actions.json");
}
