using System.Runtime.CompilerServices;

namespace Patella.Kernel.Dmn.Feel;

/// <summary>Turns what would be a stack overflow, which ends the process, into an ordinary limit error.</summary>
internal static class StackGuard
{
    internal static void Check()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new DmnLimitException(DmnLimit.Depth, "a value or a chain of calls is nested too deeply");
        }
    }
}
