using FunctionsPipeline.Contracts.Orchestrations;

namespace FunctionsPipeline.Edge.Tests.DurableTask;

// The suites that the embedded engine passes too.
public sealed class DurableTaskActivityTests() : ActivityContract(new DurableTaskHost());

public sealed class DurableTaskSubOrchestrationTests() : SubOrchestrationContract(new DurableTaskHost());

public sealed class DurableTaskExternalEventTests() : ExternalEventContract(new DurableTaskHost());

public sealed class DurableTaskContinueAsNewTests() : ContinueAsNewContract(new DurableTaskHost());

public sealed class DurableTaskTimerTests() : TimerContract(new DurableTaskHost());

public sealed class DurableTaskReplayTests() : ReplayContract(new DurableTaskHost());

public sealed class DurableTaskPayloadTests() : PayloadContract(new DurableTaskHost());

public sealed class DurableTaskControlTests() : ControlContract(new DurableTaskHost());
