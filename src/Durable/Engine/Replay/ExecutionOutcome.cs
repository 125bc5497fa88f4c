namespace FunctionsPipeline.Durable.Engine;

/// <summary>How an execution ended.</summary>
internal sealed record ExecutionOutcome(OrchestrationStatus Status, string? Output = null, FailureDetails? Failure = null, NextExecution? Next = null);

/// <summary>Who an orchestrator is to itself.</summary>
internal sealed record InstanceIdentity(string Id, string Name, string? ParentId);
