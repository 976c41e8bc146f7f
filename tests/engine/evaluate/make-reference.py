#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Prints the reference numbers of the tests in this folder (scikit-learn 1.2.1, NumPy 1.24).
# The beats are those of made-up-beats.h.
import numpy as np
from sklearn import metrics as m
n=200
L=[];P=[]
for i in range(n):
    t=(i*i+i//3)%5 if i%7 else 0
    w=[(i*37+c*11+i*i*c*7)%13 for c in range(5)]
    if i%4: w[t]+=12
    w=np.array(w,dtype=np.float32); P.append(w/np.float32(w.sum())); L.append(t)
L=np.array(L);P=np.array(P,dtype=np.float32)
Y=P.argmax(1)
print(np.array2string(m.confusion_matrix(L,Y,labels=range(5)),separator=','))
print('acc',m.accuracy_score(L,Y))
for avg in (None,'macro','weighted'):
    print(avg,[np.round(x,12).tolist() if x is not None else None for x in m.precision_recall_fscore_support(L,Y,average=avg,zero_division=0)])
print('bal',m.balanced_accuracy_score(L,Y),'kappa',m.cohen_kappa_score(L,Y),'mcc',m.matthews_corrcoef(L,Y))
for c in range(5):
    print('roc',repr(m.roc_auc_score(L==c,P[:,c])),'ap',repr(m.average_precision_score(L==c,P[:,c])))
print('logloss',repr(-np.mean(np.log(np.maximum(P[np.arange(n),L].astype(float),1e-7)))))
print('brier',repr(np.mean(((P.astype(float)-np.eye(5)[L])**2).sum(1))))
conf=P.max(1).astype(float);ok=(Y==L)
b=np.clip(np.ceil(conf*15)-1,0,14).astype(int)
e=0
mx=0
for k in range(15):
    s=b==k
    if s.any():
        d=abs(conf[s].mean()-ok[s].mean()); e+=d*s.sum()/n; mx=max(mx,d)
print('ece',repr(e),'mce',mx, np.bincount(b,minlength=15))
# degenerate
C=np.array([[5,0,0,0,0],[2,0,0,1,0],[0,0,0,0,0],[0]*5,[0]*5])
l=np.repeat([0,1,1],[5,2,1]); y=np.repeat([0,0,3],[5,2,1])
print([m.precision_recall_fscore_support(l,y,average=a,zero_division=0)[:3] for a in('macro','weighted')],m.balanced_accuracy_score(l,y),m.cohen_kappa_score(l,y),m.matthews_corrcoef(l,y))
from math import sqrt
def wil(k,n,z=1.959963984540054):
    p=k/n; c=(p+z*z/2/n)/(1+z*z/n); h=z*sqrt(p*(1-p)/n+z*z/4/n/n)/(1+z*z/n); return c-h,c+h
print(wil(81,263))
rng=np.random.default_rng(0)
cm=m.confusion_matrix(L,Y,labels=range(5)); d=rng.multinomial(n,cm.ravel()/n,size=20000).reshape(-1,5,5)
f=[]
for D in d:
    tp=np.diag(D); f.append(np.mean(2*tp/(D.sum(0)+D.sum(1))))
print('boot acc',np.percentile(d.trace(axis1=1,axis2=2)/n,[2.5,97.5]),'f1',np.percentile(f,[2.5,97.5]))
