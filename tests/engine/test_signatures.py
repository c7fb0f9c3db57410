"""The signatures that the exercises share with the engine: names, order, defaults.

An exercise calls its submission and the engine with the same arguments, so these are a
contract: whoever changes one changes the exercise's statement too.
"""

import inspect

import pytest

from cnnquiz import engine

SIGNATURES = """
relu(x)
relu_backward(dout, x)
leaky_relu(x, negative_slope=0.01)
elu(x, alpha=1.0)
sigmoid(x)
softmax(x, axis=-1)
log_softmax(x, axis=-1)
one_hot(labels, num_classes)
cross_entropy(logits, labels)
cross_entropy_backward(logits, labels)
label_smoothing_loss(logits, labels, smoothing)
focal_loss(logits, targets, gamma=2.0, alpha=0.25)
dice_loss(probs, targets, eps=1e-06)
linear(x, w, b=None)
linear_backward(dout, x, w)
flatten(x)
numerical_gradient(f, x, h=1e-05)
gradient_check(analytic, numeric)
batch_norm(x, gamma, beta, running_mean, running_var, momentum=0.1, eps=1e-05,\
 training=True)
batch_norm_backward(dout, x, gamma, eps=1e-05)
layer_norm(x, gamma, beta, eps=1e-05)
group_norm(x, num_groups, gamma, beta, eps=1e-05)
instance_norm(x, gamma, beta, eps=1e-05)
local_response_norm(x, size, alpha=0.0001, beta=0.75, k=1.0)
fold_batch_norm(w, b, gamma, beta, running_mean, running_var, eps=1e-05)
dropout(x, p, rng, training=True)
dropout_backward(dout, mask)
weight_penalty(w, l1=0.0, l2=0.0)
EarlyStopping(patience, min_delta=0.0)
random_flip_crop(x, padding, rng)
mixup(x, y_onehot, lam, permutation)
init_weights(shape, kind, rng)
sgd_step(param, grad, velocity, lr, momentum=0.9, nesterov=False)
adam_step(param, grad, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08)
adamw_step(param, grad, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08,\
 weight_decay=0.01)
cosine_lr(step, total_steps, base_lr, warmup_steps=0, min_lr=0.0)
step_lr(step, step_size, base_lr, gamma=0.1)
clip_grad_norm(grads, max_norm)
minibatches(x, y, batch_size, rng)
iou(a, b)
nms(boxes, scores, iou_threshold)
average_precision(scores, correct, num_ground_truth)
grad_cam(activations, gradients)
""".strip().splitlines()


def signature_of(name: str) -> str:
    """Write a function's signature without its annotations."""
    parameters = inspect.signature(getattr(engine, name)).parameters.values()
    bare = [p.replace(annotation=inspect.Parameter.empty) for p in parameters]
    return f"{name}{inspect.Signature(bare)}"


@pytest.mark.parametrize("signature", SIGNATURES)
def test_names_order_and_defaults_are_those_of_the_exercises(signature):
    assert signature_of(signature.split("(")[0]) == signature
