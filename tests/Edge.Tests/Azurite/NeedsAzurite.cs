using System.ComponentModel;
using System.Reflection;
using FunctionsPipeline.Edge.Tests.FunctionsHost;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("FunctionsPipeline.Edge.Tests.Azurite.AzuriteAwareTestFramework", "FunctionsPipeline.Edge.Tests")]

namespace FunctionsPipeline.Edge.Tests.Azurite;

/// <summary>Tests of the class, those that it inherits from a contract suite too, are shown as skipped where there is no Azurite.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsAzuriteAttribute : Attribute;

/// <summary>xunit as it is, but for <see cref="NeedsAzuriteAttribute"/> and <see cref="NeedsFunctionsHostAttribute"/>: the facts of a contract suite cannot know what a subclass needs.</summary>
public sealed class AzuriteAwareTestFramework(IMessageSink messages) : XunitTestFramework(messages)
{
    protected override ITestFrameworkDiscoverer CreateDiscoverer(IAssemblyInfo assemblyInfo) =>
        new Discoverer(assemblyInfo, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Discoverer(IAssemblyInfo assembly, ISourceInformationProvider sources, IMessageSink messages)
        : XunitTestFrameworkDiscoverer(assembly, sources, messages)
    {
        protected override bool FindTestsForMethod(
            ITestMethod testMethod, bool includeSourceInformation, IMessageBus messageBus, ITestFrameworkDiscoveryOptions discoveryOptions)
        {
            if (!SkippedTestCase.IsFor(testMethod) || !testMethod.Method.GetCustomAttributes(typeof(FactAttribute)).Any())
            {
                return base.FindTestsForMethod(testMethod, includeSourceInformation, messageBus, discoveryOptions);
            }

            using var skipped = new SkippedTestCase(
                DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod);
            return ReportDiscoveredTestCase(skipped, includeSourceInformation, messageBus);
        }
    }
}

/// <summary>A test, or all cases of a theory, that cannot run here.</summary>
public sealed class SkippedTestCase : XunitTestCase
{
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("For xunit, which carries test cases from discovery to the run.")]
    public SkippedTestCase() { }

    public SkippedTestCase(IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(messages, display, options, method) { }

    /// <summary>True when what the method's class needs is not here.</summary>
    public static bool IsFor(ITestMethod method) => Reason(method) is not null;

    protected override string? GetSkipReason(IAttributeInfo factAttribute) => Reason(TestMethod);

    private static string? Reason(ITestMethod method) => method.TestClass.Class switch
    {
        var type when !AzuriteProgram.IsHere && Has<NeedsAzuriteAttribute>(type) => AzuriteProgram.HowToGetIt,
        var type when RunningHost.Address is null && Has<NeedsFunctionsHostAttribute>(type) => RunningHost.HowToGetIt,
        _ => null,
    };

    private static bool Has<TAttribute>(ITypeInfo type) where TAttribute : Attribute => type.GetCustomAttributes(typeof(TAttribute)).Any();
}
