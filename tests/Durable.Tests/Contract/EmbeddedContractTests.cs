using FunctionsPipeline.Contracts.Orchestrations;

namespace FunctionsPipeline.Durable.Tests.Contract;

// The suites that the Azure host passes too.
public sealed class EmbeddedActivityTests() : ActivityContract(new EmbeddedHost());

public sealed class EmbeddedSubOrchestrationTests() : SubOrchestrationContract(new EmbeddedHost());

public sealed class EmbeddedExternalEventTests() : ExternalEventContract(new EmbeddedHost());

public sealed class EmbeddedContinueAsNewTests() : ContinueAsNewContract(new EmbeddedHost());

public sealed class EmbeddedTimerTests() : TimerContract(new EmbeddedHost());

public sealed class EmbeddedReplayTests() : ReplayContract(new EmbeddedHost());

public sealed class EmbeddedPayloadTests() : PayloadContract(new EmbeddedHost());

public sealed class EmbeddedControlTests() : ControlContract(new EmbeddedHost());
