using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Patella.Service.Edge;

/// <summary>A body that is the word <c>null</c> is good JSON, and would reach handlers that were promised a value.</summary>
public static class NullBodies
{
    private static readonly Problem Refusal = new(400, "malformed-json", "The body is not the JSON that is expected; nothing was changed.", [new FieldError("", "The whole body is null; a value is expected.")]);

    /// <summary>Refuses it at every endpoint that takes a body and does not say that it may be null.</summary>
    public static TBuilder RefuseNullBodies<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
        => endpoints.AddEndpointFilterFactory((context, next) =>
        {
            var promised = Promised(context.MethodInfo);
            return promised.Length == 0 ? next
                : invocation => promised.Any(index => invocation.Arguments[index] is null) ? new ValueTask<object?>(new ProblemResult(Refusal)) : next(invocation);
        });

    private static int[] Promised(MethodInfo handler)
    {
        var nullability = new NullabilityInfoContext();
        return [.. handler.GetParameters().Where(parameter => parameter.ParameterType is { IsClass: true, Namespace: { } space }
            && (space.StartsWith("Patella.", StringComparison.Ordinal) || parameter.ParameterType.IsGenericType || parameter.ParameterType.IsArray)
            && nullability.Create(parameter).WriteState == NullabilityState.NotNull).Select(parameter => parameter.Position)];
    }
}
