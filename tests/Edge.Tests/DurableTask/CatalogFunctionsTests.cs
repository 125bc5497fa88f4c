using System.Reflection;
using FunctionsPipeline.Durable;
using FunctionsPipeline.FunctionApp;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsPipeline.Edge.Tests.DurableTask;

/// <summary>What the catalog holds and what the Azure host can run are the same: a step without a function would wait for ever.</summary>
public sealed class CatalogFunctionsTests
{
    private static readonly OrchestrationRegistry s_registry = AppCatalog.Create().Registry;

    private static IReadOnlyList<(string Name, MethodInfo Method)> Functions<TTrigger>() where TTrigger : Attribute =>
        [.. from type in typeof(DurableRunner).Assembly.GetTypes()
            from method in type.GetMethods()
            let function = method.GetCustomAttribute<FunctionAttribute>()
            where function is not null && method.GetParameters().Any(parameter => parameter.GetCustomAttribute<TTrigger>() is not null)
            select (function.Name, method)];

    [Fact]
    public void Every_orchestrator_has_one_function_and_every_orchestration_function_an_orchestrator() =>
        Functions<OrchestrationTriggerAttribute>().Select(function => function.Name).Order()
            .ShouldBe(s_registry.Orchestrators.Keys.Select(FunctionNames.Of).Order());

    [Fact]
    public void Every_activity_has_one_function_and_every_activity_function_an_activity() =>
        Functions<ActivityTriggerAttribute>().Select(function => function.Name).Order()
            .ShouldBe(s_registry.Activities.Keys.Select(FunctionNames.Of).Order());

    [Fact]
    public void A_name_is_the_same_on_both_hosts_and_no_two_become_one()
    {
        // The name of an orchestrator is seen from outside, so it needs no translation.
        s_registry.Orchestrators.Keys.ShouldAllBe(name => FunctionNames.Of(name) == name);
        string[] names = [.. s_registry.Orchestrators.Keys, .. s_registry.Activities.Keys];
        names.Select(FunctionNames.Of).Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(names.Length);
    }

    [Fact]
    public async Task Every_function_runs_what_it_is_named_after()
    {
        foreach (var (name, method) in Functions<OrchestrationTriggerAttribute>().Concat(Functions<ActivityTriggerAttribute>()))
        {
            // A runner with nothing registered says what it was asked for.
            var functions = Activator.CreateInstance(method.DeclaringType!, new DurableRunner(new OrchestrationRegistry()))!;
            object?[] arguments = [.. method.GetParameters().Select(parameter => parameter.ParameterType == typeof(CancellationToken) ? (object)CancellationToken.None : null)];

            var asked = await Should.ThrowAsync<KeyNotFoundException>(() => (Task)method.Invoke(functions, arguments)!);

            var registered = s_registry.Orchestrators.Keys.Concat(s_registry.Activities.Keys).Single(known => FunctionNames.Of(known) == name);
            asked.Message.ShouldContain($"'{registered}'");
        }
    }
}
