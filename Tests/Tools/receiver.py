#!/usr/bin/env python3
"""Independent verifying receiver on 127.0.0.1 (stdlib server + PyPI verifiers). usage: receiver.py PORT [OUT.jsonl]
Paths: /std (Standard Webhooks v1 via standardwebhooks + v1a via PyNaCl), /ce (CloudEvents via cloudevents), /ding?..., /feishu, /wecom, /slack, /teams, /pd, /amv4, /api/v2/alerts
Each answers as the real service does (status AND body) incl. failure modes: add ?fault=ratelimit|sign|toolong|500|429|hang|redirect|reset|drip|endless
Needs from PyPI: standardwebhooks pynacl cloudevents"""
import sys,json,hmac,hashlib,base64,time,urllib.parse,os,threading
from http.server import BaseHTTPRequestHandler,ThreadingHTTPServer
from standardwebhooks import Webhook,WebhookVerificationError
from nacl.signing import VerifyKey
from cloudevents.core.bindings.http import from_http_event,HTTPMessage
V=json.load(open(os.path.join(os.path.dirname(os.path.abspath(__file__)),'..','Fixtures','vectors','webhooks.json')))
OUT=open(sys.argv[2],'a') if len(sys.argv)>2 else sys.stdout
SEC=V['standard_webhooks_v1_utf8']['secret']; PUB=base64.b64decode(V['standard_webhooks_v1a']['public_key'][5:])
DSEC=V['dingtalk']['secret']; FSEC=V['feishu']['secret']; LOCK=threading.Lock()
b64=lambda x:base64.b64encode(x).decode()
def v1a(body,h):
    for s in h['webhook-signature'].split(' '):
        v,_,g=s.partition(',')
        if v=='v1a': VerifyKey(PUB).verify(f"{h['webhook-id']}.{h['webhook-timestamp']}.".encode()+body,base64.b64decode(g)); return True
    return None
class H(BaseHTTPRequestHandler):
    protocol_version='HTTP/1.1'
    def log_message(s,*a): pass
    def rep(s,st,obj,hdr={}):
        b=obj if isinstance(obj,bytes) else json.dumps(obj).encode()
        s.send_response(st); s.send_header('Content-Type','text/plain' if isinstance(obj,bytes) else 'application/json'); s.send_header('Content-Length',str(len(b)))
        for k,v in hdr.items(): s.send_header(k,v)
        s.end_headers(); s.wfile.write(b)
        with LOCK: print(json.dumps(dict(t=time.time(),path=s.path,status=st,reply=b.decode(),req=s.body.decode('utf-8','replace'),headers=dict(s.headers))),file=OUT,flush=True)
    def do_POST(s):
        u=urllib.parse.urlparse(s.path); q=dict(urllib.parse.parse_qsl(u.query)); s.body=body=s.rfile.read(int(s.headers.get('Content-Length',0))); f=q.get('fault'); h={k.lower():v for k,v in s.headers.items()}
        if f=='500': return s.rep(500,b'oops')
        if f=='429': return s.rep(429,b'slow down',{'Retry-After':'2'})
        if f=='redirect': return s.rep(302,b'',{'Location':'http://127.0.0.1:1/'})
        if f=='hang': time.sleep(60); return
        if f=='reset': s.connection.close(); return
        if f=='sign': return s.rep(200,{'errcode':310000,'errmsg':'sign not match'} if '/ding' in s.path else {'code':19021,'msg':'sign match fail'})
        if f=='toolong': return s.rep(200,{'errcode':40058,'errmsg':'content exceed max length'} if '/wecom' in s.path else {'code':9499,'msg':'Bad Request'})
        if f in('drip','endless'):
            s.send_response(200); s.send_header('Content-Type','text/plain'); s.end_headers()
            try:
                for _ in range(10**6 if f=='endless' else 600): s.wfile.write(b'x'*(65536 if f=='endless' else 1)); s.wfile.flush(); time.sleep(0 if f=='endless' else .5)
            except OSError: pass
            s.close_connection=True; return
        p=u.path
        try:
            if p=='/std':
                sym=asym=None; sigs=h.get('webhook-signature','')
                if 'v1,' in sigs: Webhook(SEC).verify(body,h); sym=True
                if 'v1a,' in sigs: asym=v1a(body,h)
                if not (sym or asym): raise WebhookVerificationError('no signature')
                return s.rep(200,{'ok':True,'v1':sym,'v1a':asym})
            if p=='/ce':
                e=from_http_event(HTTPMessage(headers=h,body=body)); return s.rep(200,{'ok':True,'id':e.get_id(),'type':e.get_type(),'source':e.get_source(),'data_type':type(e.get_data()).__name__})
            if p=='/ding':
                if f=='ratelimit': return s.rep(200,{'errcode':130101,'errmsg':'send too fast, exceed 20 times per minute'})
                want=b64(hmac.new(DSEC.encode(),f"{q.get('timestamp')}\n{DSEC}".encode(),hashlib.sha256).digest())
                if q.get('sign')!=want: return s.rep(200,{'errcode':310000,'errmsg':'sign not match'})
                d=json.loads(body); assert d['msgtype'] in('text','markdown','link','actionCard','feedCard')
                if d['msgtype']=='markdown': assert d['markdown']['title'] and d['markdown']['text']
                return s.rep(200,{'errcode':0,'errmsg':'ok'})
            if p=='/wecom':
                if f=='ratelimit': return s.rep(200,{'errcode':45009,'errmsg':'api freq out of limit'})
                d=json.loads(body); m=d['msgtype']; lim={'markdown':4096,'markdown_v2':4096,'text':2048}[m]
                if len(d[m]['content'].encode())>lim: return s.rep(200,{'errcode':40058,'errmsg':f'{m}.content exceed max length {lim}. invalid Request Parameter'})
                return s.rep(200,{'errcode':0,'errmsg':'ok'})
            if p=='/feishu':
                if f=='ratelimit': return s.rep(200,{'code':11232,'msg':'frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]','data':{}})
                if len(body)>20*1024: return s.rep(200,{'code':9499,'msg':'Bad Request','data':{}})
                d=json.loads(body); ts=str(d.get('timestamp')); want=b64(hmac.new(f'{ts}\n{FSEC}'.encode(),b'',hashlib.sha256).digest())
                if d.get('sign')!=want or ('nofresh' not in q and abs(time.time()-int(ts))>3600): return s.rep(200,{'code':19021,'msg':'sign match fail or timestamp is not within one hour from current time','data':{}})
                assert d['msg_type'] in('text','post','image','interactive','share_chat')
                return s.rep(200,{'code':0,'msg':'success','data':{},'Extra':None,'StatusCode':0,'StatusMessage':'success'})
            if p=='/slack':
                d=json.loads(body)
                if not d.get('text') and not d.get('blocks') and not d.get('attachments'): return s.rep(400,b'no_text')
                for b in d.get('blocks',[]):
                    if b['type']=='header' and len(b['text']['text'])>150 or b['type']=='section' and len(b.get('text',{}).get('text',''))>3000: return s.rep(400,b'invalid_blocks')
                if len(d.get('blocks',[]))>50: return s.rep(400,b'invalid_blocks')
                return s.rep(200,b'ok')
            if p=='/teams':
                if len(body)>28*1024: return s.rep(413,b'Request Entity too large')
                d=json.loads(body); assert d['type']=='message' and d['attachments'][0]['contentType']=='application/vnd.microsoft.card.adaptive' and d['attachments'][0]['content']['type']=='AdaptiveCard'
                return s.rep(202,b'')
            if p=='/pd':
                if len(body)>512*1024: return s.rep(413,{'status':'too large'})
                d=json.loads(body); assert d['event_action'] in('trigger','acknowledge','resolve') and len(d['routing_key'])==32
                if d['event_action']=='trigger':
                    pl=d['payload']; assert pl['severity'] in('critical','error','warning','info') and pl['source'] and 0<len(pl['summary'])<=1024
                else: assert d['dedup_key']
                assert len(d.get('dedup_key',''))<=255
                return s.rep(202,{'status':'success','message':'Event processed','dedup_key':d.get('dedup_key') or 'auto'})
            if p=='/amv4':
                d=json.loads(body); assert d['version']=='4' and d['status'] in('firing','resolved') and d['groupKey']
                for a in d['alerts']: assert set(a)>={'status','labels','annotations','startsAt','endsAt','generatorURL','fingerprint'}
                return s.rep(200,{'ok':True})
            if p=='/api/v2/alerts':
                for a in json.loads(body): assert a['labels'] and all(isinstance(v,str) for v in a['labels'].values())
                return s.rep(200,b'')
            return s.rep(404,b'nope')
        except Exception as e: return s.rep(400,{'error':type(e).__name__+': '+str(e)})
    def do_GET(s): s.body=b''; s.rep(200,b'ok')
class S(ThreadingHTTPServer): request_queue_size=128  # many may come at once
if __name__=='__main__': S(('127.0.0.1',int(sys.argv[1])),H).serve_forever()
